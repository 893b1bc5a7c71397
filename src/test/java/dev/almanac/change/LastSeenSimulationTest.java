package dev.almanac.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.AnAppointment;
import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.Window;
import dev.almanac.calendar.WindowOwner;
import dev.almanac.change.AppointmentChange.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A small calendar that people change at random, meetings of series included, looked at through answers that take their time
/// and lists that may be stale, tell less, leave rows out or be asked in vain, by a process that crashes now and then.
class LastSeenSimulationTest {
    private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");
    private static final Window WINDOW = new Window(T0.minus(Duration.ofDays(1)), T0.plus(Duration.ofDays(2)));
    private static final List<WindowOwner> OWNERS = List.of(
            new WindowOwner(WindowOwner.Kind.CALENDAR, "cal-0"), new WindowOwner(WindowOwner.Kind.CALENDAR, "cal-1"),
            new WindowOwner(WindowOwner.Kind.USER, "user-0"), new WindowOwner(WindowOwner.Kind.USER, "user-1"));
    private static final int SEEDS = Integer.getInteger("changes.seeds", 5_000);
    private static final int STEPS = 400;
    private static final Duration LONGEST_LATENCY = Duration.ofSeconds(8);

    private enum Bug {
        NONE,
        /// What is absent from a list is taken for gone.
        ABSENCE_IS_REMOVAL,
        /// A row is lost at a crash, as if it had not been written.
        A_ROW_IS_NOT_RESTORED,
        /// Nothing is read by id.
        NO_READINGS
    }

    /// What is wrong with a run, in words; empty if nothing is.
    private record Verdict(List<String> complaints, Map<Kind, Integer> kinds, int readings) {}

    @Test
    void whateverPeopleAndAnswersDoTheChangesTellTheCalendar() {
        Map<Kind, Integer> kinds = new HashMap<>();
        int readings = 0;
        List<Verdict> verdicts = IntStream.range(0, SEEDS)
                .parallel()
                .mapToObj(seed -> new Run(seed, Bug.NONE).verdict())
                .toList();
        for (int seed = 0; seed < SEEDS; seed++) {
            Verdict verdict = verdicts.get(seed);
            assertThat(verdict.complaints()).as("seed %d", seed).isEmpty();
            verdict.kinds().forEach((kind, count) -> kinds.merge(kind, count, Integer::sum));
            readings += verdict.readings();
        }

        assertThat(kinds).as("what happened at all").containsOnlyKeys(Kind.values());
        assertThat(kinds.values()).allSatisfy(count -> assertThat(count).isGreaterThan(SEEDS / 10));
        assertThat(readings).isPositive();
    }

    @Test
    void theCheckersSeePlantedBugs() {
        assertThat(complaints(Bug.ABSENCE_IS_REMOVAL)).contains("REMOVED, but it is there");
        assertThat(complaints(Bug.A_ROW_IS_NOT_RESTORED)).contains("does not follow the row before");
        assertThat(complaints(Bug.NO_READINGS)).contains("differs from the calendar");
    }

    private static String complaints(Bug bug) {
        StringBuilder all = new StringBuilder();
        for (int seed = 0; seed < 20; seed++) {
            new Run(seed, bug).verdict().complaints().forEach(all::append);
        }
        return all.toString();
    }

    private static final class Run {
        private final Random random;
        private final Bug bug;
        private final TreeMap<Instant, Map<String, Appointment>> history = new TreeMap<>();
        private final PriorityQueue<Event> events =
                new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::order));
        private final Map<String, AppointmentRow> folded = new HashMap<>();
        private final List<String> complaints = new ArrayList<>();
        private final Map<Kind, Integer> kinds = new HashMap<>();
        private final Attribution nobody = new Attribution(_ -> Optional.empty(), (_, _) -> Optional.empty());
        private final LinkedHashSet<String> toRead = new LinkedHashSet<>();
        private final Set<String> reading = new HashSet<>();
        private LastSeen lastSeen = new LastSeen();
        private Instant now = T0;
        private int life;
        private int order;
        private int made;
        private int readings;
        private boolean quiet;

        private record Event(Instant at, int order, int life, Runnable what) {}

        Run(int seed, Bug bug) {
            this.random = new Random(seed);
            this.bug = bug;
            history.put(T0.minusSeconds(60), Map.of());
            for (int i = 0; i < 5; i++) {
                create();
            }
        }

        Verdict verdict() {
            for (int step = 0; step < STEPS; step++) {
                pass(Duration.ofMillis(random.nextInt(1500)));
                switch (random.nextInt(20)) {
                    case 0, 1, 2, 3, 4 -> people();
                    case 5 -> crash();
                    default -> poll(OWNERS.get(random.nextInt(OWNERS.size())));
                }
                startReadings();
            }
            quiet = true;
            for (int round = 0; round < 12; round++) {
                OWNERS.forEach(this::poll);
                for (int i = 0; i < 3; i++) {
                    pass(Duration.ofSeconds(20));
                    startReadings();
                }
                pass(Duration.ofMinutes(40));
            }
            compare();
            return new Verdict(complaints, kinds, readings);
        }

        // people

        private void people() {
            List<Appointment> existing = truth(now).values().stream().filter(seen -> !seen.deleted()).toList();
            if (existing.isEmpty() || random.nextInt(5) == 0) {
                create();
                return;
            }
            if (random.nextInt(4) == 0) {
                series();
                return;
            }
            if (random.nextInt(6) == 0) {
                restore();
                return;
            }
            Appointment one = existing.get(random.nextInt(existing.size()));
            AnAppointment changed = copy(one).updated(now.truncatedTo(ChronoUnit.SECONDS));
            switch (random.nextInt(7)) {
                case 0 -> changed.from(start());
                case 1 -> changed.calendarId("cal-" + random.nextInt(3));
                case 2 -> changed.assignedUserId(random.nextInt(4) == 0 ? null : "user-" + random.nextInt(3));
                case 3 -> changed.status(random.nextBoolean() ? "cancelled" : "showed");
                case 4 -> changed.deleted();
                case 5 -> changed.title("title " + random.nextInt(1000));
                default -> changed = null;
            }
            Map<String, Appointment> after = new TreeMap<>(truth(now));
            if (changed == null) {
                after.remove(one.id());
            } else {
                after.put(one.id(), changed.build());
            }
            history.put(now, after);
        }

        /// Takes a deletion back.
        private void restore() {
            List<Appointment> deleted = truth(now).values().stream().filter(Appointment::deleted).toList();
            if (!deleted.isEmpty()) {
                Appointment one = deleted.get(random.nextInt(deleted.size()));
                Map<String, Appointment> after = new TreeMap<>(truth(now));
                after.put(one.id(), copy(one).updated(now.truncatedTo(ChronoUnit.SECONDS)).build());
                history.put(now, after);
            }
        }

        /// Makes a series, or does something to all its meetings at once. A meeting that is moved gets another id, and what was
        /// known under the old one is gone without a trace.
        private void series() {
            Map<String, List<Appointment>> all = truth(now).values().stream()
                    .filter(one -> !one.seriesId().equals(one.id()))
                    .collect(Collectors.groupingBy(Appointment::seriesId, TreeMap::new, Collectors.toList()));
            Map<String, Appointment> after = new TreeMap<>(truth(now));
            Instant second = now.truncatedTo(ChronoUnit.SECONDS);
            if (all.isEmpty() || random.nextInt(3) == 0) {
                String series = "s" + made++;
                String calendar = "cal-" + random.nextInt(3);
                OffsetDateTime first = start();
                for (int day = 0; day < 3; day++) {
                    Appointment meeting = meeting(series, first.plusDays(day)).calendarId(calendar)
                            .assignedUserId("user-" + random.nextInt(3)).description("text").added(second)
                            .updated(second).build();
                    after.put(meeting.id(), meeting);
                }
            } else {
                List<String> ids = List.copyOf(all.keySet());
                int deed = random.nextInt(3);
                long shift = 30L * (1 + random.nextInt(4));
                for (Appointment one : all.get(ids.get(random.nextInt(ids.size())))) {
                    after.remove(one.id());
                    AnAppointment changed = deed == 1
                            ? copy(one, meeting(one.seriesId(), one.startTime().plusMinutes(shift)))
                            : copy(one).title("title " + shift);
                    if (deed != 2) {
                        Appointment meeting = changed.updated(second).build();
                        after.put(meeting.id(), meeting);
                    }
                }
            }
            history.put(now, after);
        }

        private static AnAppointment meeting(String series, OffsetDateTime start) {
            return AnAppointment.of(series + "_" + start.toInstant().toEpochMilli() + "_1800").from(start);
        }

        private void create() {
            String id = "a" + made++;
            Instant second = now.truncatedTo(ChronoUnit.SECONDS);
            Map<String, Appointment> after = new TreeMap<>(truth(now));
            after.put(id, AnAppointment.of(id).calendarId("cal-" + random.nextInt(3)).description("text")
                    .assignedUserId("user-" + random.nextInt(3)).from(start()).added(second).updated(second).build());
            history.put(now, after);
        }

        private OffsetDateTime start() {
            long minutes = random.nextInt(8) == 0 ? 60 * 24 * 30 : random.nextInt(60 * 40);
            return T0.plus(Duration.ofMinutes(minutes)).atOffset(ZoneOffset.UTC);
        }

        private Map<String, Appointment> truth(Instant at) {
            return history.floorEntry(at).getValue();
        }

        private static AnAppointment copy(Appointment one) {
            return copy(one, AnAppointment.of(one.id()).from(one.startTime()));
        }

        private static AnAppointment copy(Appointment one, AnAppointment to) {
            return to.calendarId(one.calendarId()).assignedUserId(one.assignedUserId())
                    .status(one.status()).title(one.title()).description(one.description())
                    .added(one.dateAdded()).updated(one.dateUpdated());
        }

        // looks

        private void poll(WindowOwner owner) {
            Instant begun = now;
            Duration took = latency();
            boolean stale = !quiet && random.nextInt(5) == 0;
            boolean failed = !quiet && random.nextInt(10) == 0;
            boolean gappy = !quiet && random.nextInt(10) == 0;
            Instant of = stale ? begun.minusSeconds(1 + random.nextInt(20)) : during(begun, took);
            Instant seenAt = of.isBefore(T0) ? T0 : of;
            later(took, () -> {
                if (failed) {
                    return;
                }
                List<Appointment> rows = new ArrayList<>();
                for (Appointment one : truth(seenAt).values()) {
                    boolean listed = one.isOf(owner) && one.overlaps(WINDOW) && !(gappy && random.nextBoolean());
                    if (listed && (!one.deleted() || one.id().hashCode() % 2 == 0)) {
                        rows.add(one.deleted() ? copy(one).deleted().build() : copy(one).description(null).build());
                    }
                }
                WindowSnapshot<Appointment> whole = new WindowSnapshot<>(owner, WINDOW, begun, now, rows);
                Findings findings = Taken.inParts(lastSeen, whole, nobody, 1 + random.nextInt(5));
                findings.changes().forEach(this::tell);
                Set<String> present = new HashSet<>();
                rows.forEach(row -> present.add(row.id()));
                for (String id : findings.toRead()) {
                    if (bug == Bug.ABSENCE_IS_REMOVAL && !present.contains(id)) {
                        lastSeen.gone(id, begun, now, nobody).ifPresent(this::tell);
                    } else {
                        toRead.add(id);
                    }
                }
            });
        }

        private void startReadings() {
            for (String id : List.copyOf(toRead)) {
                if (bug != Bug.NO_READINGS && reading.add(id)) {
                    toRead.remove(id);
                    read(id);
                }
            }
        }

        private void read(String id) {
            readings++;
            Instant begun = now;
            Duration took = latency();
            Instant seenAt = during(begun, took);
            boolean failed = !quiet && random.nextInt(10) == 0;
            later(took, () -> {
                reading.remove(id);
                Appointment one = truth(seenAt).get(id);
                if (failed) {
                    toRead.add(id);
                } else if (one == null) {
                    lastSeen.gone(id, begun, now, nobody).ifPresent(this::tell);
                } else {
                    lastSeen.read(one, begun, now, seen -> seen.overlaps(WINDOW), nobody).ifPresent(this::tell);
                }
            });
        }

        private void crash() {
            life++;
            toRead.clear();
            reading.clear();
            lastSeen = new LastSeen();
            List<AppointmentRow> written = new ArrayList<>(folded.values());
            if (bug == Bug.A_ROW_IS_NOT_RESTORED && !written.isEmpty()) {
                written.removeFirst();
            }
            written.forEach(lastSeen::restore);
        }

        private Duration latency() {
            return Duration.ofMillis(random.nextInt(random.nextInt(4) == 0 ? (int) LONGEST_LATENCY.toMillis() : 300));
        }

        private Instant during(Instant begun, Duration took) {
            return begun.plusMillis(random.nextLong(took.toMillis() + 1));
        }

        private void later(Duration delay, Runnable what) {
            events.add(new Event(now.plus(delay), order++, life, what));
        }

        private void pass(Duration time) {
            Instant end = now.plus(time);
            while (!events.isEmpty() && !events.peek().at().isAfter(end)) {
                Event event = events.remove();
                now = event.at();
                if (event.life() == life) {
                    event.what().run();
                }
            }
            now = end;
        }

        // checks

        private void tell(AppointmentChange change) {
            String id = change.after().id();
            kinds.merge(change.kind(), 1, Integer::sum);
            AppointmentRow before = folded.get(id);
            if (!Objects.equals(change.before(), before)
                    || change.after().sequence() != (before == null ? 1 : before.sequence() + 1)) {
                complaints.add(id + ": a change does not follow the row before; ");
            }
            folded.put(id, change.after());
            if (change.kind() == Kind.REMOVED && !wasGone(id)) {
                complaints.add(id + ": REMOVED, but it is there; ");
            }
        }

        /// Whether it was not there at some moment while an answer that comes now may have been under way.
        private boolean wasGone(String id) {
            Instant earliest = history.floorKey(later(now.minus(LONGEST_LATENCY), history.firstKey()));
            return history.subMap(earliest, true, now, true).values().stream()
                    .anyMatch(rows -> !rows.containsKey(id) || rows.get(id).deleted());
        }

        private static Instant later(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }

        private void compare() {
            Map<String, AppointmentRow> rows = new HashMap<>();
            lastSeen.rows().forEach(row -> rows.put(row.id(), row));
            if (!rows.equals(folded)) {
                complaints.add("folding the changes does not give the rows; ");
            }
            Map<String, Appointment> seen = new TreeMap<>();
            rows.values().stream().filter(row -> !row.removed()).map(AppointmentRow::appointment)
                    .filter(Run::isPolled).forEach(one -> seen.put(one.id(), copy(one).description(null).build()));
            Map<String, Appointment> real = new TreeMap<>();
            truth(now).values().stream().filter(one -> !one.deleted() && isPolled(one))
                    .forEach(one -> real.put(one.id(), copy(one).description(null).build()));
            if (!seen.equals(real)) {
                complaints.add("what is known differs from the calendar: " + seen + " is not " + real + "; ");
            }
        }

        private static boolean isPolled(Appointment one) {
            return one.overlaps(WINDOW) && OWNERS.stream().anyMatch(one::isOf);
        }
    }
}
