package dev.almanac.calendar;

import java.util.List;

/// All events of one window, in the API's order: the API has no paging. Cancelled and deleted appointments are among
/// them.
///
/// @param blockedTimes rows of the same answer without contact and without status; live, none have been seen there
public record EventList(List<Appointment> appointments, List<BlockedTime> blockedTimes) {
    public EventList {
        appointments = List.copyOf(appointments);
        blockedTimes = List.copyOf(blockedTimes);
    }
}
