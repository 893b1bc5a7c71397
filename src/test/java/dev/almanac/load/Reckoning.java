package dev.almanac.load;

import dev.almanac.dev.Ledger;
import dev.almanac.schema.AppointmentCommand;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What came of a load, counted from the calendar's ledger. Every create has a contact of its own, by which its bookings are
/// known, whoever made them and whether or not they carry a marker.
///
/// @param doubled             commands that were booked more than once
/// @param bookings            that were made in all
/// @param notBooked           commands without any booking
/// @param saidFailedButBooked commands that were said to have failed, although there is a booking
/// @param saidDoneButNotBooked commands that were said to be done, although there is none
public record Reckoning(
        int commands, int bookings, int doubled, int notBooked, int saidFailedButBooked, int saidDoneButNotBooked) {

    /// What a worker said in the end of a command.
    public enum Said {
        DONE,
        FAILED,
        /// That it does not know, or nothing.
        NOTHING
    }

    /// @param said by command id; absent: nothing
    public static Reckoning of(List<AppointmentCommand> commands, Map<String, Said> said, Ledger ledger) {
        Map<String, Long> byContact = ledger.creates().stream()
                .collect(Collectors.groupingBy(effect -> effect.after().contactId(), Collectors.counting()));
        int[] counts = new int[4];
        for (AppointmentCommand command : commands) {
            long bookings = byContact.getOrDefault(command.getCreate().getContactId(), 0L);
            Said word = said.getOrDefault(command.getCommandId(), Said.NOTHING);
            counts[0] += bookings > 1 ? 1 : 0;
            counts[1] += bookings == 0 ? 1 : 0;
            counts[2] += bookings > 0 && word == Said.FAILED ? 1 : 0;
            counts[3] += bookings == 0 && word == Said.DONE ? 1 : 0;
        }
        return new Reckoning(
                commands.size(), Math.toIntExact(byContact.values().stream().mapToLong(n -> n).sum()), counts[0],
                counts[1], counts[2], counts[3]);
    }
}
