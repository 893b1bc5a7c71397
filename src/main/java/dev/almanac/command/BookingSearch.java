package dev.almanac.command;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.Marker;
import dev.almanac.command.AppointmentCommand.Create;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Looks for the booking of a create of unknown fate among the appointments that a list and the feed show. One
/// appointment, or series, is the work of one command; cancelled and deleted ones count.
///
/// @param isFree    whether an appointment is not the work of another command
/// @param isGuessed whether it is only taken to be the work of one
/// @param hasRival  whether the answer to another create for the same contact and time is owed, so that a booking without
///                  a name may soon turn out to be that one's
record BookingSearch(
        BiPredicate<Appointment, String> isFree,
        Predicate<Appointment> isGuessed,
        Predicate<JournalEntry> hasRival,
        Surroundings surroundings) {
    /// How far the vendor's clock may be behind ours before what a create made looks older than the create.
    static final Duration CLOCK_BEHIND = Duration.ofSeconds(10);

    /// @param listed   what a list of the calendar around the wanted start holds
    /// @param settled  whether what was written would have to be in it
    /// @param attempts how many are allowed
    Evidence among(List<Appointment> listed, boolean settled, PendingCommand command, int attempts, Instant now) {
        JournalEntry entry = command.entry;
        Create create = (Create) entry.command();
        List<Appointment> rows = Stream.concat(listed.stream(), surroundings.seenOf().apply(create.contactId()).stream())
                .sorted(likeliestFirst(entry))
                .toList();
        List<Appointment> free = rows.stream().filter(row -> isFree.test(row, command.commandId())).toList();
        List<Appointment> found = entry.marker() != null
                ? free.stream().filter(row -> isMarked(row, entry)).toList()
                : theOne(free, entry);
        if (!found.isEmpty()) {
            // Elsewhere than wanted, it may be another that somebody copied the marker to, and its own may still show up.
            boolean theOnlyOne = found.stream().map(Appointment::seriesId).distinct().count() == 1;
            return isAtTheWantedTime(found.getFirst(), entry) || settled && theOnlyOne
                    ? new Evidence.Effect(found.getFirst().seriesId())
                    : new Evidence.Unclear("its marker is on bookings at other times than wanted");
        }
        if (entry.marker() == null && hasRival.test(entry)) {
            return new Evidence.Silence();
        }
        Optional<Appointment> suspect = rows.stream()
                .filter(row -> isFree.test(row, command.commandId()) || isGuessed.test(row))
                .filter(row -> isSuspect(row, entry))
                .findFirst();
        if (suspect.isPresent()) {
            return new Evidence.Unclear("the contact was booked meanwhile as " + suspect.get().id()
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
    private List<Appointment> theOne(List<Appointment> free, JournalEntry entry) {
        List<Appointment> there = free.stream()
                .filter(row -> isSuspect(row, entry) && isAtTheWantedTime(row, entry))
                .toList();
        boolean one = there.stream().map(Appointment::seriesId).distinct().count() == 1;
        return one && !hasRival.test(entry) ? there : List.of();
    }

    /// Whether it carries the marker of a create, and could have been made by it: anybody can copy a description into
    /// another booking, but nobody can give that another contact or an earlier date, or make it a series.
    static boolean isMarked(Appointment row, JournalEntry entry) {
        return entry.marker() != null
                && Marker.isIn(row, entry.marker())
                && couldBe(row, entry)
                && (isOfSeries(row) || ((Create) entry.command()).details().rrule() == null);
    }

    private static boolean isOfSeries(Appointment row) {
        return row.isSeries() || !row.seriesId().equals(row.id());
    }

    /// A booking of the same contact that was made since and does not say whose it is: people edit markers away, and
    /// overwrite them with others.
    private static boolean isSuspect(Appointment row, JournalEntry entry) {
        return couldBe(row, entry) && !isMarked(row, entry);
    }

    /// Whether contact and date allow that the create has made it: no one can change these. What is not told speaks against
    /// nothing.
    static boolean couldBe(Appointment row, JournalEntry entry) {
        String contact = ((Create) entry.command()).contactId();
        return (row.contactId() == null || row.contactId().equals(contact)) && isNotOlder(row, entry.firstStartedAt());
    }

    static boolean isAtTheWantedTime(Appointment row, JournalEntry entry) {
        return row.startTime() != null && row.startTime().isEqual(startOf(entry));
    }

    /// People move bookings and copy texts; what is where and when it was wanted is the best guess among several.
    private static Comparator<Appointment> likeliestFirst(JournalEntry entry) {
        return Comparator.comparing((Appointment row) -> !isAtTheWantedTime(row, entry))
                .thenComparing(Appointment::dateAdded, Comparator.nullsLast(Comparator.naturalOrder()));
    }

    /// Whether a booking of the one could be taken for one of the other.
    static boolean wantTheSame(JournalEntry one, JournalEntry other) {
        return ((Create) one.command()).contactId().equals(((Create) other.command()).contactId())
                && startOf(one).isEqual(startOf(other));
    }

    private static OffsetDateTime startOf(JournalEntry create) {
        return OffsetDateTime.parse(((Create) create.command()).details().startTime());
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
