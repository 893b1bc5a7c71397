package dev.almanac.wire;

import dev.almanac.aggregate.CellKey;
import dev.almanac.aggregate.NoShows;
import dev.almanac.aggregate.Utilization;
import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.AppointmentDetails;
import dev.almanac.calendar.BlockedTime;
import dev.almanac.calendar.CreatedBy;
import dev.almanac.change.AppointmentRow;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.command.AppointmentCommand;
import dev.almanac.command.CommandId;
import dev.almanac.command.CommandResult;
import dev.almanac.location.Location;
import dev.almanac.location.OpeningHours;
import dev.almanac.location.OpeningInterval;
import dev.almanac.location.PollSettings;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One value of each kind with every member given, and one with none but the required.
final class Samples {
    static final Instant T0 = Instant.parse("2026-03-02T14:30:00.123Z");
    static final CommandId ID = new CommandId("loc-1", "cmd-1");
    static final AppointmentDetails ALL = new AppointmentDetails(
            "cal-1", "2026-03-02T09:30:00-05:00", "2026-03-02T10:00:00-05:00", "Title", "Text", "Street 1", "confirmed",
            "user-1", "custom", "ml-1", true, false, true, false, "FREQ=DAILY");
    static final AppointmentDetails NONE = new AppointmentDetails(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
    static final AppointmentDetails LEAST = new AppointmentDetails(
            "cal-1", "2026-03-02T09:30:00-05:00", null, null, null, null, null, null, null, null, null, null, null,
            null,
            null);
    static final AppointmentCommand CREATE = new AppointmentCommand.Create(ID, T0, T0.plusSeconds(60), "con-1", ALL);

    private Samples() {}

    static CommandResult fullResult() {
        return new CommandResult(
                ID, CommandResult.Operation.CREATE, CommandResult.Outcome.REJECTED,
                CommandResult.Reason.SLOT_UNAVAILABLE, "taken", 400, "trace-1", "apt-1", true, 2, T0, T0.plusMillis(1),
                T0.plusMillis(2));
    }

    static CommandResult leastResult() {
        return new CommandResult(
                ID, CommandResult.Operation.UPDATE, CommandResult.Outcome.SUCCEEDED, null, null, null, null, null,
                false,
                0, T0, null, T0);
    }

    static AppointmentRow fullRow() {
        Appointment appointment = new Appointment(
                "apt-1", "loc-1", "cal-1", "con-1", "grp-1", "Title", "some_new_status", "user-1", List.of("user-2"),
                "Street 1", "Text", "Notes", true, List.of("FREQ=DAILY", "EXDATE=20260303"), "master-1",
                OffsetDateTime.parse("2026-03-02T09:30-05:00"), OffsetDateTime.parse("2026-03-02T15:00Z"), T0,
                T0.plusMillis(1), List.of("room-1"), new CreatedBy("user-3", "booking_widget"), true,
                Map.of("colour", "\"red\""));
        return new AppointmentRow(appointment, 7, T0, "cmd-1", T0.plusMillis(2), T0.plusMillis(3), false, true);
    }

    static AppointmentRow leastRow() {
        Appointment appointment = new Appointment(
                "apt-1", "loc-1", null, null, null, null, null, null, List.of(), null, null, null, null, List.of(),
                null,
                null, null, null, null, List.of(), null, false, Map.of());
        return new AppointmentRow(appointment, 1, T0, null, T0, T0, true, false);
    }

    static BlockedTimeRow fullBlock() {
        BlockedTime block = new BlockedTime(
                "blk-1", "loc-1", "cal-1", "user-1", "Lunch", false, List.of("FREQ=WEEKLY"), "master-1",
                OffsetDateTime.parse("2026-03-02T12:00+05:30"), OffsetDateTime.parse("2026-03-02T13:00+05:30"), T0,
                T0.plusMillis(1), new CreatedBy(null, null), true, Map.of("a", "1"));
        return new BlockedTimeRow(block, 3, T0, T0.plusMillis(2), true);
    }

    static BlockedTimeRow leastBlock() {
        BlockedTime block = new BlockedTime(
                "blk-1", "loc-1", null, null, null, null, List.of(), null, null, null, null, null, null, false,
                Map.of());
        return new BlockedTimeRow(block, 1, T0, T0, false);
    }

    static Location fullLocation() {
        OpeningHours hours = new OpeningHours(
                Map.of(
                        DayOfWeek.MONDAY,
                        List.of(OpeningInterval.parse("09:00", "12:00"), OpeningInterval.parse("13:00", "24:00")),
                        DayOfWeek.SUNDAY,
                        List.of()),
                Map.of(LocalDate.of(2026, 12, 24), List.of(OpeningInterval.parse("09:00", "12:00"))));
        PollSettings polling = new PollSettings(
                Duration.ofSeconds(30), Duration.ofHours(2), Duration.ofHours(3), Duration.ofMinutes(5),
                Duration.ofDays(6), Duration.ofDays(7), 25, false);
        return new Location(
                "loc-1", ZoneId.of("America/New_York"), "main",
                Map.of("cal-1", Optional.of(hours), "cal-2", Optional.empty()),
                Map.of("cal-1", 1), Map.of("user-1", Optional.of(hours), "user-2", Optional.empty()), List.of("grp-1"), hours, polling,
                Duration.ofMinutes(90));
    }

    static Location leastLocation() {
        return new Location(
                "loc-1", ZoneId.of("UTC"), "main", Map.of(), Map.of(), Map.of(), List.of(), null,
                PollSettings.DEFAULT, Duration.ZERO);
    }

    static CellKey cell() {
        return new CellKey("loc-1", CellKey.Scope.CONTACT, "con-1", LocalDate.of(2026, 3, 2));
    }

    static NoShows noShows() {
        return new NoShows(cell(), ZoneId.of("Europe/Vienna"), new NoShows.Figures(1, 2, 3, 4, 5, 6, 7, 8), T0, 9);
    }

    static NoShows emptyNoShows() {
        return new NoShows(cell(), ZoneId.of("UTC"), new NoShows.Figures(0, 0, 0, 0, 0, 0, 0, 0), T0, 1);
    }

    static Utilization utilization() {
        Utilization.Figures figures = new Utilization.Figures(
                Duration.ofMinutes(480), Duration.ofMillis(1), Duration.ofSeconds(100), Duration.ofHours(30),
                Duration.ofMillis(59_999), 5);
        return new Utilization(cell(), ZoneId.of("Europe/Vienna"), figures, T0, 2);
    }

    static Utilization unknownUtilization() {
        Utilization.Figures figures =
                new Utilization.Figures(null, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);
        return new Utilization(cell(), ZoneId.of("UTC"), figures, T0, 1);
    }
}
