package dev.almanac.promise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.AnAppointment;
import dev.almanac.calendar.Marker;
import dev.almanac.change.AppointmentChange;
import dev.almanac.change.AppointmentRow;
import dev.almanac.command.CommandId;
import dev.almanac.command.CommandResult;
import dev.almanac.command.CommandResult.Operation;
import dev.almanac.command.CommandResult.Outcome;
import dev.almanac.command.CommandResult.Reason;
import dev.almanac.dev.CommandSender;
import dev.almanac.dev.SimulatedCalendar;
import dev.almanac.dev.SoloLocations;
import dev.almanac.dev.StoredEvent;
import dev.almanac.schema.AppointmentCommand;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Each promise is seen to be kept, and to be broken by a violation that was planted.
class PromiseTest {
    private static final String LOCATION = "loc-promise";
    private static final Instant T0 = Instant.parse("2026-03-01T00:00:00Z");

    private final SoloLocations locations = new SoloLocations(List.of(LOCATION));
    private final SimulatedCalendar calendar = locations.calendar();
    private final List<AppointmentCommand> published = new ArrayList<>();
    private final List<CommandResult> results = new ArrayList<>();
    private final List<AppointmentChange> changes = new ArrayList<>();
    private final Map<String, AppointmentRow> rows = new HashMap<>();

    private final AppointmentCommand create = publish(locations.create("one", LOCATION, body -> {}));
    private final AppointmentCommand update =
            publish(CommandSender.update("two", LOCATION, body -> body.setCreateCommandId("one").setTitle("Renamed")));

    @Test
    void nothingIsBrokenWhereAllIsTrue() {
        StoredEvent booking = book(create);
        result(create, Outcome.SUCCEEDED, booking.id());
        StoredEvent renamed = calendar.update(LOCATION, booking.id(), Map.of("title", "Renamed"), "trace-2");
        result(update, Outcome.SUCCEEDED, booking.id());
        result(publish(locations.create("three", LOCATION, body -> {})), Outcome.REJECTED, null);
        result(publish(locations.create("four", LOCATION, body -> {})), Outcome.UNRESOLVED, null);
        AppointmentRow first = row(booking, 1);
        change(null, first);
        change(first, row(renamed, 2));

        assertThat(Promise.broken(Promise.ALL, aftermath())).isEmpty();
    }

    @Test
    void aMissingAndASecondAndAnUnaskedResultAreSeen() {
        result(create, Outcome.REJECTED, null);
        result(create, Outcome.REJECTED, null);
        result(locations.create("nobody-s", LOCATION, body -> {}), Outcome.REJECTED, null);

        assertThat(new OneResultPerCommand().broken(aftermath())).containsExactly(
                "loc-promise/one has 2 results",
                "loc-promise/two has 0 results",
                "loc-promise/nobody-s has a result and was never published");
    }

    @Test
    void aDoubledBookingIsSeenWhateverTheResultSays() {
        StoredEvent booking = book(create);
        book(create);
        result(create, Outcome.SUCCEEDED, booking.id());

        assertThat(new NoDoubleBooking().broken(aftermath())).containsExactly("loc-promise/one was booked 2 times");
        assertThat(new TrueResults().broken(aftermath())).hasSize(1);
    }

    @Test
    void aDoubledBookingIsSeenWithoutAResult() {
        book(create);
        book(create);
        result(create, Outcome.UNRESOLVED, null);

        assertThat(new NoDoubleBooking().broken(aftermath())).containsExactly("loc-promise/one was booked 2 times");
    }

    @Test
    void aSuccessWithoutABookingIsSeen() {
        result(create, Outcome.SUCCEEDED, "no-such-appointment");

        assertThat(new TrueResults().broken(aftermath())).hasSize(1);
    }

    @Test
    void aSuccessThatNamesAnotherBookingIsSeen() {
        book(create);
        StoredEvent other = book(publish(locations.create("three", LOCATION, body -> {})));
        result(create, Outcome.SUCCEEDED, other.id());

        assertThat(new TrueResults().broken(aftermath())).hasSize(1);
    }

    @Test
    void aRejectionThatTookEffectIsSeen() {
        book(create);
        result(create, Outcome.REJECTED, null);

        assertThat(new TrueResults().broken(aftermath())).hasSize(1);
    }

    @Test
    void aSuccessOfAnUpdateThatTheCalendarDoesNotHoldIsSeen() {
        result(update, Outcome.SUCCEEDED, book(create).id());

        assertThat(new TrueResults().broken(aftermath())).hasSize(1);
    }

    @Test
    void anUpdateThatOvertakesAnotherIsSeen() {
        publish(CommandSender.update("three", LOCATION, body -> body.setCreateCommandId("one").setTitle("Again")));
        StoredEvent booking = book(create);
        for (String title : List.of("Again", "Renamed", "Renamed", "Again")) {
            calendar.update(LOCATION, booking.id(), Map.of("title", title), "trace-" + title);
        }

        assertThat(new OrderPerAppointment().broken(aftermath())).containsExactly(
                booking.id() + ": loc-promise/two took effect after loc-promise/three, which was published later");
    }

    @Test
    void aGapAndARepeatInTheChangesAreSeen() {
        StoredEvent booking = book(create);
        AppointmentRow first = row(booking, 1);
        change(null, first);
        change(first, row(booking, 3));
        change(row(booking, 3), row(booking, 3));

        assertThat(new UnbrokenSequences().broken(aftermath()))
                .containsExactly(booking.id() + ": change 3 follows 1", booking.id() + ": change 3 follows 3");
    }

    @Test
    void aChangeThatBeginsElsewhereIsSeen() {
        StoredEvent booking = book(create);
        change(null, row(booking, 1));
        change(null, row(booking, 2));

        assertThat(new UnbrokenSequences().broken(aftermath()))
                .containsExactly(booking.id() + ": change 2 does not begin where the one before ended");
    }

    @Test
    void aRowWithoutItsChangeIsSeen() {
        StoredEvent booking = book(create);
        rows.put(booking.id(), row(booking, 1));

        assertThat(new UnbrokenSequences().broken(aftermath()))
                .containsExactly("the changes do not add up to the rows");
    }

    @Test
    void whatTheFeedLeavesOutAndWhatItMakesUpIsSeen() {
        StoredEvent untold = book(create);
        StoredEvent gone = book(publish(locations.create("three", LOCATION, body -> {})));
        change(null, row(gone, 1));
        calendar.delete(LOCATION, gone.id(), "trace-3");

        assertThat(new FeedEqualsCalendar().broken(aftermath()))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).startsWith(untold.id()).endsWith("the feed says nothing"))
                .anySatisfy(line -> assertThat(line).startsWith(gone.id() + " is not there"));
    }

    @Test
    void aRemovalOfWhatIsThereIsSeen() {
        StoredEvent kept = book(create);
        StoredEvent gone = book(publish(locations.create("three", LOCATION, body -> {})));
        calendar.delete(LOCATION, gone.id(), "trace-3");
        removed(kept);
        removed(gone);

        assertThat(new NoPhantomRemoval().broken(aftermath()))
                .hasSize(1)
                .allSatisfy(line -> assertThat(line).startsWith(kept.id()).endsWith("and was there"));
    }

    private Aftermath aftermath() {
        return new Aftermath(published, results, changes, rows, calendar);
    }

    private AppointmentCommand publish(AppointmentCommand command) {
        published.add(command);
        return command;
    }

    /// What Almanac sends for a create, without the slot check, so that it can be done twice.
    private StoredEvent book(AppointmentCommand command) {
        Map<String, Object> body = Map.of(
                "calendarId", command.getCreate().getCalendarId(),
                "locationId", LOCATION,
                "contactId", command.getCreate().getContactId(),
                "assignedUserId", command.getCreate().getAssignedUserId(),
                "startTime", command.getCreate().getStartTime(),
                "title", command.getCreate().getTitle(),
                "description", Marker.of(command.getCommandId()),
                "ignoreFreeSlotValidation", true);
        return calendar.create(LOCATION, body, "trace-of-" + command.getCommandId());
    }

    private void result(AppointmentCommand command, Outcome outcome, String appointmentId) {
        results.add(new CommandResult(
                new CommandId(LOCATION, command.getCommandId()),
                command.getCreate() != null ? Operation.CREATE : Operation.UPDATE, outcome,
                outcome == Outcome.SUCCEEDED ? null : Reason.OTHER,
                null, null, null, appointmentId, false, 1, T0, T0, T0));
    }

    private void change(AppointmentRow before, AppointmentRow after) {
        changes.add(new AppointmentChange(AppointmentChange.Kind.EDITED, List.of(), before, after, null));
        rows.put(after.id(), after);
    }

    private void removed(StoredEvent event) {
        AppointmentRow before = row(event, 1);
        AppointmentRow after = new AppointmentRow(
                before.appointment(), 2, T0, null, T0, calendar.time().instant(), true, true);
        changes.add(new AppointmentChange(
                AppointmentChange.Kind.REMOVED, List.of("removed"), before, after, null));
    }

    private static AppointmentRow row(StoredEvent event, long sequence) {
        return new AppointmentRow(
                AnAppointment.of(event.id())
                        .locationId(LOCATION)
                        .title(event.text("title"))
                        .status(event.status())
                        .calendarId(event.calendarId())
                        .assignedUserId(event.userId())
                        .contactId(event.contactId())
                        .description(event.description())
                        .updated(OffsetDateTime.parse(event.text("dateUpdated")).toInstant())
                        .from(event.startsAt().atOffset(ZoneOffset.UTC))
                        .build(),
                sequence, T0, null, T0, T0, true, false);
    }
}
