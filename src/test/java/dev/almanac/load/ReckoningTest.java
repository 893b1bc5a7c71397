package dev.almanac.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.dev.SimulatedCalendar;
import dev.almanac.dev.SoloLocations;
import dev.almanac.schema.AppointmentCommand;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReckoningTest {
    private static final String LOCATION = "loc-reckoning";

    private final SoloLocations locations = new SoloLocations(List.of(LOCATION));
    private final SimulatedCalendar calendar = locations.calendar();
    private final List<AppointmentCommand> commands = IntStream.range(0, 6)
            .mapToObj(n -> locations.create("cmd-" + n, LOCATION, body -> {}))
            .toList();

    @Test
    void everythingIsCountedOnceForEachCommand() {
        book(0, 1);
        book(1, 3);
        book(2, 1);
        book(3, 2);
        Map<String, Reckoning.Said> said = Map.of(
                "cmd-0", Reckoning.Said.DONE,
                "cmd-1", Reckoning.Said.DONE,
                "cmd-2", Reckoning.Said.FAILED,
                "cmd-3", Reckoning.Said.FAILED,
                "cmd-4", Reckoning.Said.DONE);

        assertThat(Reckoning.of(commands, said, calendar.ledger())).isEqualTo(new Reckoning(6, 7, 2, 2, 2, 1));
    }

    private void book(int command, int times) {
        for (int i = 0; i < times; i++) {
            calendar.create(
                    LOCATION,
                    Map.of(
                            "locationId", LOCATION,
                            "calendarId", commands.get(command).getCreate().getCalendarId(),
                            "contactId", commands.get(command).getCreate().getContactId(),
                            "assignedUserId", commands.get(command).getCreate().getAssignedUserId(),
                            "startTime", commands.get(command).getCreate().getStartTime(),
                            "ignoreFreeSlotValidation", true),
                    "trace-" + command + "-" + i);
        }
    }
}
