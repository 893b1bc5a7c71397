package dev.almanac.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.schema.AppointmentCommand;
import dev.almanac.schema.UpdateAppointment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrafficTest {
    /// A Wednesday, in working hours in New York and Berlin.
    private final ManualTime time = new ManualTime(Instant.parse("2026-03-04T15:00:00Z"));
    private final SimulatedCalendar calendar = calendar();
    private final List<AppointmentCommand> commands = new ArrayList<>();

    private SimulatedCalendar calendar() {
        return new SimulatedCalendar(time, new Quirks(), new Ledger(), DemoLocations.all());
    }

    private void run(int steps) {
        Traffic traffic = new Traffic(calendar, Traffic.Settings.DEFAULT, commands::add);
        for (int i = 0; i < steps; i++) {
            time.advance(Duration.ofSeconds(1));
            traffic.step();
        }
    }

    private Stream<StoredEvent> rows() {
        return calendar.locations().stream().flatMap(location -> calendar.rows(location.id()).stream());
    }

    @Test
    void historyHasOutcomesAndAFutureWithoutOverlaps() {
        new DemoHistory(calendar, 1).fill(7, 3);
        for (VendorLocation location : calendar.locations()) {
            List<StoredEvent> rows = calendar.rows(location.id());
            assertThat(rows).extracting(StoredEvent::status).contains("showed", "noshow", "cancelled", "confirmed");
            assertThat(rows).filteredOn(row -> row.startsAt().isAfter(time.instant())).isNotEmpty()
                    .allMatch(row -> row.status().equals("confirmed"));
            for (StoredEvent row : rows) {
                assertThat(rows).filteredOn(other -> other.userId().equals(row.userId())
                        && other.overlaps(row.startsAt(), row.endsAt())).containsExactly(row);
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameHistory() {
        new DemoHistory(calendar, 5).fill(3, 1);
        SimulatedCalendar again = calendar();
        new DemoHistory(again, 5).fill(3, 1);
        assertThat(again.rows("loc-tokyo")).isNotEmpty().isEqualTo(calendar.rows("loc-tokyo"));
    }

    @Test
    void peopleDoEverythingThatCanBeDone() {
        new DemoHistory(calendar, 1).fill(5, 3);
        int before = calendar.ledger().effects().size();
        run(600);
        List<Ledger.Effect> effects = calendar.ledger().effects().stream().skip(before).toList();
        assertThat(effects).extracting(Ledger.Effect::change).contains(Ledger.Change.values());
        assertThat(effects).anyMatch(effect -> effect.after().members().containsKey("rescheduledAt"))
                .anyMatch(effect -> effect.after().kind() == StoredEvent.Kind.BLOCK)
                .anyMatch(effect -> effect.before() != null && "noshow".equals(effect.after().status()));
        assertThat(rows().map(StoredEvent::locationId).distinct()).hasSize(4);
    }

    @Test
    void commandsAreOfEveryKindWithIdsOfTheirOwn() {
        new DemoHistory(calendar, 1).fill(5, 3);
        run(600);
        assertThat(commands).extracting(AppointmentCommand::getCommandId).doesNotHaveDuplicates();
        assertThat(commands).allMatch(each -> (each.getCreate() == null) != (each.getUpdate() == null))
                .anyMatch(each -> each.getCreate() != null);
        List<UpdateAppointment> updates =
                commands.stream().map(AppointmentCommand::getUpdate).filter(Objects::nonNull).toList();
        assertThat(updates).anyMatch(each -> each.getCreateCommandId() != null && each.getStartTime() != null);
        assertThat(updates).extracting(UpdateAppointment::getAppointmentStatus)
                .contains("cancelled", "showed", "noshow", "no_show");
        Set<String> known = new HashSet<>();
        for (AppointmentCommand each : commands) {
            known.add(each.getCommandId());
            assertThat(each.getUpdate() == null || each.getUpdate().getCreateCommandId() == null
                    || known.contains(each.getUpdate().getCreateCommandId())).isTrue();
        }
    }

    @Test
    void theThreadPublishesUntilItIsClosed() throws InterruptedException {
        new DemoHistory(calendar, 1).fill(2, 1);
        LinkedBlockingQueue<AppointmentCommand> published = new LinkedBlockingQueue<>();
        Traffic traffic =
                new Traffic(calendar, new Traffic.Settings(1, Duration.ofMillis(2), 1), published::add).start();
        assertThat(published.poll(5, TimeUnit.SECONDS)).isNotNull();
        traffic.close();
        published.clear();
        assertThat(published.poll(50, TimeUnit.MILLISECONDS)).isNull();
    }
}
