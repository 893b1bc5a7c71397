package dev.almanac.dev;

import dev.almanac.schema.AppointmentCommand;
import dev.almanac.schema.CreateAppointment;
import dev.almanac.schema.UpdateAppointment;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/// What upstream systems want done: bookings, changes of these by the id of the command that made them, marks on past
/// appointments, and now and then something that must be rejected.
final class CommandTraffic {
    /// How many of our bookings are remembered for a later change.
    private static final int REMEMBERED = 100;

    private final SimulatedCalendar calendar;
    private final Consumer<AppointmentCommand> publish;
    private final Openings openings;
    private final Random random;
    private final List<AppointmentCommand> booked = new ArrayList<>();
    /// Other ids in every run, because the topics may outlive it.
    private final String run;
    private int issued;

    CommandTraffic(SimulatedCalendar calendar, Random random, Consumer<AppointmentCommand> publish) {
        this.calendar = calendar;
        this.publish = publish;
        this.openings = new Openings(calendar, random);
        this.random = random;
        this.run = Long.toString(calendar.time().millis(), Character.MAX_RADIX);
    }

    /// Publishes one command, or none if there is nothing of its kind to do.
    void act() {
        int dice = random.nextInt(100);
        if (dice < 50) {
            openings.freeSlot().ifPresent(this::book);
        } else if (dice < 65) {
            someBooked().ifPresent(this::reschedule);
        } else if (dice < 75) {
            someBooked().ifPresent(create -> {
                booked.remove(create);
                change(create, UpdateAppointment.newBuilder().setAppointmentStatus("cancelled"));
            });
        } else if (dice < 90) {
            String status = random.nextInt(6) == 0 ? "noshow" : "showed";
            openings.unmarked().ifPresent(row -> publishUpdate(row.locationId(), UpdateAppointment.newBuilder()
                    .setAppointmentId(row.id()).setAppointmentStatus(status)));
        } else {
            doomed();
        }
    }

    private void book(Openings.Opening slot) {
        AppointmentCommand create = command(slot.location().id())
                .setCreate(CreateAppointment.newBuilder()
                        .setCalendarId(slot.calendar().id())
                        .setContactId(DemoHistory.contact(random))
                        .setStartTime(slot.startsAt())
                        .setAssignedUserId(slot.userId())
                        .setTitle(slot.calendar().name())
                        .setDescription("Booked by the call centre")
                        .build())
                .build();
        if (booked.size() == REMEMBERED) {
            booked.removeFirst();
        }
        booked.add(create);
        publish.accept(create);
    }

    private void reschedule(AppointmentCommand create) {
        VendorLocation location = calendar.location(create.getLocationId());
        VendorCalendar of = Bookings.calendar(location, create.getCreate().getCalendarId());
        openings.freeSlot(location, of, create.getCreate().getAssignedUserId())
                .ifPresent(slot -> change(create, UpdateAppointment.newBuilder().setStartTime(slot.startsAt())));
    }

    private Optional<AppointmentCommand> someBooked() {
        return booked.isEmpty() ? Optional.empty() : Optional.of(openings.oneOf(booked));
    }

    private void change(AppointmentCommand create, UpdateAppointment.Builder update) {
        publishUpdate(create.getLocationId(), update.setCreateCommandId(create.getCommandId()));
    }

    /// A slot that is taken, a status that does not exist, or an appointment that does not.
    private void doomed() {
        switch (random.nextInt(3)) {
            case 0 -> openings.upcoming().ifPresent(row -> publish.accept(command(row.locationId())
                    .setCreate(CreateAppointment.newBuilder()
                            .setCalendarId(row.calendarId())
                            .setContactId(DemoHistory.contact(random))
                            .setStartTime(row.text("startTime"))
                            .setAssignedUserId(row.userId())
                            .build())
                    .build()));
            case 1 -> openings.upcoming().ifPresent(row -> publishUpdate(row.locationId(),
                    UpdateAppointment.newBuilder().setAppointmentId(row.id()).setAppointmentStatus("no_show")));
            default -> publishUpdate(openings.location().id(),
                    UpdateAppointment.newBuilder().setAppointmentId("no-such-one").setAppointmentStatus("cancelled"));
        }
    }

    private void publishUpdate(String locationId, UpdateAppointment.Builder update) {
        publish.accept(command(locationId).setUpdate(update.build()).build());
    }

    private AppointmentCommand.Builder command(String locationId) {
        Instant now = calendar.time().instant().truncatedTo(ChronoUnit.MILLIS);
        issued++;
        return AppointmentCommand.newBuilder()
                .setCommandId("demo-" + run + "-" + issued)
                .setLocationId(locationId)
                .setIssuedAt(now)
                .setExpiresAt(now.plus(Duration.ofMinutes(30)));
    }
}
