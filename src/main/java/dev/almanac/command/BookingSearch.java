package dev.almanac.command;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.Marker;
import dev.almanac.command.AppointmentCommand.Create;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/// Looks for the booking of a create of unknown fate among the appointments that a list and the feed show. One
/// appointment, or series, is the work of one command; cancelled and deleted ones count.
///
/// @param isFree whether an appointment is not the work of another command
record BookingSearch(BiPredicate<Appointment, String> isFree, Surroundings surroundings) {
    /// How far the vendor's clock may be behind ours before what a create made looks older than the create.
    static final Duration CLOCK_BEHIND = Duration.ofSeconds(10);

    private static final Comparator<Appointment> OLDEST_FIRST =
            Comparator.comparing(Appointment::dateAdded, Comparator.nullsLast(Comparator.naturalOrder()));

    /// @param listed   what a list of the calendar around the wanted start holds
    /// @param attempts how many are allowed
    Evidence among(List<Appointment> listed, PendingCommand command, int attempts, Instant now) {
        JournalEntry entry = command.entry;
        Create create = (Create) entry.command();
        List<Appointment> free = Stream.concat(listed.stream(), surroundings.seenOf().apply(create.contactId()).stream())
                .filter(row -> isFree.test(row, command.commandId()))
                .sorted(OLDEST_FIRST)
                .toList();
        List<Appointment> suspects = free.stream().filter(row -> mayBe(row, entry)).toList();
        List<Appointment> found = entry.marker() != null
                ? free.stream().filter(row -> Marker.isIn(row, entry.marker())).toList()
                : theOne(suspects, entry);
        if (!found.isEmpty()) {
            return new Evidence.Effect(found.getFirst().seriesId());
        }
        if (!suspects.isEmpty()) {
            return new Evidence.Unclear("the contact was booked meanwhile as " + suspects.getFirst().id()
                    + ", and whether by this command cannot be told");
        }
        if (command.refusal != null) {
            return new Evidence.Unclear("sent again, it was refused (" + command.refusal
                    + "), and the booking of the attempt before has not shown up");
        }
        boolean inTime = create.expiresAt() == null || create.expiresAt().isAfter(now);
        return new Evidence.Absence(entry.attempts() < attempts && inTime && isStoppedTwice(create));
    }

    /// Without a marker: the only booking of the contact at the wanted time that no other command has claimed. Where two
    /// commands want the same, nobody can tell whose it is, and it serves the one as well as the other.
    private static List<Appointment> theOne(List<Appointment> suspects, JournalEntry entry) {
        List<Appointment> there = suspects.stream().filter(row -> isWhatIsWanted(row, entry)).toList();
        return there.stream().map(Appointment::seriesId).distinct().count() == 1 ? there : List.of();
    }

    /// A booking of the same contact that was made since and names no creator: somebody may have edited that away, or
    /// moved it.
    private static boolean mayBe(Appointment row, JournalEntry entry) {
        return ((Create) entry.command()).contactId().equals(row.contactId())
                && Marker.in(row).isEmpty()
                && isNotOlder(row, entry.firstStartedAt());
    }

    /// Whether it also is at the wanted time.
    static boolean isWhatIsWanted(Appointment row, JournalEntry entry) {
        String wanted = ((Create) entry.command()).details().startTime();
        return mayBe(row, entry)
                && row.startTime() != null
                && row.startTime().isEqual(OffsetDateTime.parse(wanted));
    }

    /// Whether it was not there yet when a command was first sent.
    static boolean isNotOlder(Appointment row, Instant startedAt) {
        return row.dateAdded() == null || !row.dateAdded().isBefore(startedAt.minus(CLOCK_BEHIND));
    }

    /// Whether the vendor would refuse the same booking if it had it already. Its check is known to work on a user's
    /// time; a slot with several seats would take a twin, a cancelled booking leaves its slot free, and a series is
    /// never checked.
    private boolean isStoppedTwice(Create create) {
        var details = create.details();
        boolean takesSlot = details.appointmentStatus() == null
                || details.appointmentStatus().equals("new")
                || details.appointmentStatus().equals("confirmed");
        return !Boolean.TRUE.equals(details.ignoreFreeSlotValidation())
                && details.rrule() == null
                && details.assignedUserId() != null
                && takesSlot
                && surroundings.hasOneSeat().test(details.calendarId());
    }
}
