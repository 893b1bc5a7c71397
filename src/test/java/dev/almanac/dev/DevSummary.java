package dev.almanac.dev;

import dev.almanac.aggregate.CellKey.Scope;
import dev.almanac.aggregate.NoShows;
import dev.almanac.aggregate.Utilization;
import dev.almanac.http.Queries;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Tells the person at the terminal where to look, and every few seconds what is going on.
final class DevSummary implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final int DAYS_BACK = 7;
    private static final int DAYS_AHEAD = 6;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final MeterRegistry meters;
    private final Queries queries;
    private final Addresses addresses;
    private final Thread thread = Thread.ofPlatform().name("summary").daemon().unstarted(this::run);

    /// Where everything listens.
    record Addresses(String kafka, String registry, String calendar, String almanac) {}

    DevSummary(ApplicationContext almanac, Addresses addresses) {
        this.meters = almanac.getBean(MeterRegistry.class);
        this.queries = almanac.getBean(Queries.class);
        this.addresses = addresses;
    }

    DevSummary start() {
        System.out.printf(
                """

                Almanac is ready

                  Kafka               %s
                  schema registry     %s
                  simulated calendar  %s
                  Almanac             %s   (open it in a browser)

                Ctrl-C ends everything.

                """,
                addresses.kafka(), addresses.registry(), addresses.calendar(), addresses.almanac());
        thread.start();
        return this;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(EVERY);
                System.out.println(line());
            }
        } catch (InterruptedException closing) {
            // the end
        }
    }

    private String line() {
        Map<String, Long> results = sums("almanac.command.results", "outcome");
        Map<String, Long> changes = sums("almanac.appointment.changes", "kind");
        long received = sums("almanac.commands.received", null).values().stream().mapToLong(Long::longValue).sum();
        return "%s  commands %d → %s | changes %s | no-shows %s | utilization this week %s"
                .formatted(
                        LocalTime.now().format(CLOCK), received, text(results), text(changes),
                        noShowRate(), utilization());
    }

    private Map<String, Long> sums(String meter, String tag) {
        return meters.find(meter).counters().stream()
                .collect(Collectors.groupingBy(
                        counter -> tag == null ? "" : counter.getId().getTag(tag),
                        TreeMap::new,
                        Collectors.summingLong(DevSummary::count)));
    }

    private static long count(Counter counter) {
        return Math.round(counter.count());
    }

    private static String text(Map<String, Long> counts) {
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(count -> count.getKey().replace('_', ' ') + " " + count.getValue())
                        .collect(Collectors.joining(", "));
    }

    /// Over all locations and the last days: no-show ÷ (showed + no-show).
    private String noShowRate() {
        LocalDate today = LocalDate.now();
        int showed = 0;
        int noShow = 0;
        for (VendorLocation location : DemoLocations.all()) {
            List<NoShows> cells = queries.noShows()
                    .find(location.id(), Scope.LOCATION, location.id(), today.minusDays(DAYS_BACK), today.plusDays(1));
            for (NoShows cell : cells) {
                showed += cell.figures().showed();
                noShow += cell.figures().noShow();
            }
        }
        return showed + noShow == 0 ? "–" : "%.1f %% of %d".formatted(100.0 * noShow / (showed + noShow), showed + noShow);
    }

    /// Over all locations, today and the six days to come: enough days that each booking can be seen to move it, and that a
    /// Sunday is not the whole of it.
    private String utilization() {
        Duration booked = Duration.ZERO;
        Duration available = Duration.ZERO;
        for (VendorLocation location : DemoLocations.all()) {
            LocalDate today = LocalDate.now(location.zone());
            for (Utilization cell :
                    queries.utilization()
                            .find(location.id(), Scope.LOCATION, location.id(), today, today.plusDays(DAYS_AHEAD))) {
                if (cell.figures().available() != null) {
                    booked = booked.plus(cell.figures().booked());
                    available = available.plus(cell.figures().available());
                }
            }
        }
        return available.isZero() ? "–" : "%.1f %%".formatted(100.0 * booked.toMillis() / available.toMillis());
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
