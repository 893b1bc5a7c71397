package dev.almanac.command;

import dev.almanac.calendar.AppointmentDetails;
import dev.almanac.calendar.Marker;
import dev.almanac.calendar.NewAppointment;
import dev.almanac.calendar.Request;
import dev.almanac.calendar.Window;
import dev.almanac.calendar.WindowOwner;
import dev.almanac.command.AppointmentCommand.Create;
import dev.almanac.command.AppointmentCommand.Malformed;
import dev.almanac.command.AppointmentCommand.Update;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Function;

/// The requests that a command needs: to read, to write, to look for what a write has done.
final class Errands {
    /// A booking is looked for a day to either side of its start, in case the vendor reads the zone of a time
    /// otherwise.
    private static final Duration AROUND = Duration.ofDays(1);

    /// The look that decides whether it is sent again goes further, because somebody may have moved the booking meanwhile.
    /// Lists are known to tell some thousand events at once.
    private static final Duration FAR_AROUND = Duration.ofDays(366);

    private Errands() {}

    /// The next step of a command whose turn it is: a create writes; an update reads, then writes.
    static Errand toExecute(
            PendingCommand command, boolean marked, Function<String, Optional<FinishedCommand>> outcomeOfCreate) {
        return switch (command.entry.command()) {
            case Create create -> write(command, create(create, marker(command, marked)), null);
            case Update update -> {
                String appointmentId = appointmentOf(command.entry, update, outcomeOfCreate);
                if (command.present == null) {
                    yield read(command, appointmentId);
                }
                AppointmentDetails body = UpdateBody.compose(update.details(), command.present);
                yield write(command, new Request.UpdateAppointment(appointmentId, body), appointmentId);
            }
            case Malformed malformed -> throw new IllegalStateException("rejected at intake: " + malformed.id());
        };
    }

    /// A look for the effect of a write of unknown fate.
    static Errand toLook(PendingCommand command, Instant now) {
        return switch (command.entry.command()) {
            case Create create -> {
                Instant start = OffsetDateTime.parse(create.details().startTime()).toInstant();
                WindowOwner calendar = new WindowOwner(WindowOwner.Kind.CALENDAR, create.details().calendarId());
                Duration around = now.isBefore(command.entry.settlesAt()) ? AROUND : FAR_AROUND;
                Window window = new Window(start.minus(around), start.plus(around));
                yield new Errand(command.entry.id(), new Request.ListAppointments(calendar, window), null, null, false);
            }
            case Update _ -> read(command, command.entry.appointmentId());
            case Malformed malformed -> throw new IllegalStateException("rejected at intake: " + malformed.id());
        };
    }

    static String marker(PendingCommand command, boolean marked) {
        return marked && command.entry.command() instanceof Create ? Marker.of(command.commandId()) : null;
    }

    private static Request create(Create create, String marker) {
        AppointmentDetails details = create.details();
        // A marker that was copied from another booking would claim to be that one.
        details = details.withDescription(marker == null
                ? Marker.strip(details.description())
                : Marker.append(details.description(), marker));
        return new Request.CreateAppointment(new NewAppointment(create.locationId(), create.contactId(), details));
    }

    private static String appointmentOf(
            JournalEntry entry, Update update, Function<String, Optional<FinishedCommand>> outcomeOfCreate) {
        if (entry.appointmentId() != null) {
            return entry.appointmentId();
        }
        return update.appointmentId() != null
                ? update.appointmentId()
                : outcomeOfCreate.apply(update.createCommandId()).orElseThrow().appointmentId();
    }

    private static Errand read(PendingCommand command, String appointmentId) {
        return new Errand(command.entry.id(), new Request.ReadAppointment(appointmentId), appointmentId, null, false);
    }

    private static Errand write(PendingCommand command, Request request, String appointmentId) {
        Instant version = command.present == null ? null : command.present.dateUpdated();
        return new Errand(command.entry.id(), request, appointmentId, version, true);
    }
}
