package dev.almanac.calendar;

import java.util.List;

/// A whole answer to "list calendar events". The API keeps blocked time in a list of its own, but a row without contact and
/// status is taken for a block wherever it appears.
public record EventList(List<Appointment> appointments, List<BlockedTime> blockedTimes) {
    public EventList {
        appointments = List.copyOf(appointments);
        blockedTimes = List.copyOf(blockedTimes);
    }
}
