package dev.almanac.wire;

import dev.almanac.calendar.AppointmentDetails;
import dev.almanac.command.AppointmentCommand;
import dev.almanac.command.CommandId;
import dev.almanac.schema.CreateAppointment;
import dev.almanac.schema.UpdateAppointment;
import java.util.SortedMap;
import java.util.TreeMap;

/// Commands. The schema cannot say "exactly one of create and update", so anything else is read as
/// [AppointmentCommand.Malformed], which keeps all members (as `create.title`, `update.title`) and is told again as it
/// came.
final class CommandWire {
    static final Mapping<dev.almanac.schema.AppointmentCommand, AppointmentCommand> MAPPING = new Mapping<>(
            dev.almanac.schema.AppointmentCommand.class,
            dev.almanac.schema.AppointmentCommand.SCHEMA$,
            CommandWire::toAvro,
            CommandWire::fromAvro);

    private static final String CREATE = "create";
    private static final String UPDATE = "update";

    private CommandWire() {}

    static dev.almanac.schema.AppointmentCommand toAvro(AppointmentCommand command) {
        CreateAppointment create = null;
        UpdateAppointment update = null;
        switch (command) {
            case AppointmentCommand.Create it -> create = create(it.contactId(), it.details());
            case AppointmentCommand.Update it -> update = update(it.appointmentId(), it.createCommandId(),
                    it.details());
            case AppointmentCommand.Malformed(var id, var issued, var expires, var body, var problem) -> {
                create = body.containsKey(CREATE) ? create(Members.under(CREATE, body)) : null;
                update = body.containsKey(UPDATE) ? update(Members.under(UPDATE, body)) : null;
            }
        }
        return new dev.almanac.schema.AppointmentCommand(
                command.id().commandId(), command.locationId(), command.issuedAt(), command.expiresAt(), create,
                update);
    }

    /// @throws UnusableCommand if one of its ids cannot stand in a key
    static AppointmentCommand fromAvro(dev.almanac.schema.AppointmentCommand avro) {
        CommandId id = id(avro);
        CreateAppointment create = avro.getCreate();
        UpdateAppointment update = avro.getUpdate();
        String problem = CommandCheck.problem(create, update);
        if (problem != null) {
            return new AppointmentCommand.Malformed(
                    id, avro.getIssuedAt(), avro.getExpiresAt(), body(create, update), problem);
        }
        if (create != null) {
            return new AppointmentCommand.Create(
                    id, avro.getIssuedAt(), avro.getExpiresAt(), create.getContactId(), details(create));
        }
        return new AppointmentCommand.Update(
                id, avro.getIssuedAt(), avro.getExpiresAt(), update.getAppointmentId(), update.getCreateCommandId(),
                details(update));
    }

    private static CommandId id(dev.almanac.schema.AppointmentCommand avro) {
        if (!CommandId.isUsable(avro.getLocationId())) {
            throw new UnusableCommand("locationId must be 1 to 128 characters of A-Z a-z 0-9 . _ : -");
        }
        if (!CommandId.isUsable(avro.getCommandId())) {
            throw new UnusableCommand("commandId must be 1 to 128 characters of A-Z a-z 0-9 . _ : -");
        }
        return new CommandId(avro.getLocationId(), avro.getCommandId());
    }

    private static CreateAppointment create(String contactId, AppointmentDetails it) {
        return new CreateAppointment(
                it.calendarId(), contactId, it.startTime(), it.endTime(), it.title(), it.description(), it.address(),
                it.appointmentStatus(), it.assignedUserId(), it.meetingLocationType(), it.meetingLocationId(),
                it.overrideLocationConfig(), it.ignoreDateRange(), it.toNotify(), it.ignoreFreeSlotValidation(),
                it.rrule());
    }

    private static UpdateAppointment update(String appointmentId, String createCommandId, AppointmentDetails it) {
        return new UpdateAppointment(
                appointmentId, createCommandId, it.calendarId(), it.startTime(), it.endTime(), it.title(),
                it.description(), it.address(), it.appointmentStatus(), it.assignedUserId(), it.meetingLocationType(),
                it.meetingLocationId(), it.overrideLocationConfig(), it.ignoreDateRange(), it.toNotify(),
                it.ignoreFreeSlotValidation(), it.rrule());
    }

    private static CreateAppointment create(Members members) {
        return create(members.text("contactId"), members.details());
    }

    private static UpdateAppointment update(Members members) {
        return update(members.text("appointmentId"), members.text("createCommandId"), members.details());
    }

    private static AppointmentDetails details(CreateAppointment it) {
        return new AppointmentDetails(
                it.getCalendarId(), it.getStartTime(), it.getEndTime(), it.getTitle(), it.getDescription(),
                it.getAddress(), it.getAppointmentStatus(), it.getAssignedUserId(), it.getMeetingLocationType(),
                it.getMeetingLocationId(), it.getOverrideLocationConfig(), it.getIgnoreDateRange(), it.getToNotify(),
                it.getIgnoreFreeSlotValidation(), it.getRrule());
    }

    private static AppointmentDetails details(UpdateAppointment it) {
        return new AppointmentDetails(
                it.getCalendarId(), it.getStartTime(), it.getEndTime(), it.getTitle(), it.getDescription(),
                it.getAddress(), it.getAppointmentStatus(), it.getAssignedUserId(), it.getMeetingLocationType(),
                it.getMeetingLocationId(), it.getOverrideLocationConfig(), it.getIgnoreDateRange(), it.getToNotify(),
                it.getIgnoreFreeSlotValidation(), it.getRrule());
    }

    private static SortedMap<String, Object> body(CreateAppointment create, UpdateAppointment update) {
        SortedMap<String, Object> body = new TreeMap<>();
        if (create != null) {
            Members.put(body, CREATE, details(create));
            body.put(CREATE + ".contactId", create.getContactId());
        }
        if (update != null) {
            Members.put(body, UPDATE, details(update));
            if (update.getAppointmentId() != null) {
                body.put(UPDATE + ".appointmentId", update.getAppointmentId());
            }
            if (update.getCreateCommandId() != null) {
                body.put(UPDATE + ".createCommandId", update.getCreateCommandId());
            }
        }
        return body;
    }
}
