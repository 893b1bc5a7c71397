package dev.almanac.command;

import dev.almanac.calendar.ApiResult.Refusal;
import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.AppointmentDetails;
import dev.almanac.calendar.Marker;
import dev.almanac.calendar.Reply;
import dev.almanac.calendar.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;

/// A calendar that loses answers, is late, and throttles, by the dice; it keeps a ledger of every effect.
final class RandomCalendar {
    private final Random dice;
    private final Map<String, Appointment> rows = new TreeMap<>();
    private final PriorityQueue<Late> late = new PriorityQueue<>(Comparator.comparing(Late::at));
    private int ids;

    /// Which commands took effect on an appointment, in this order. A booking is its first.
    final Map<String, List<String>> ledger = new LinkedHashMap<>();
    boolean resetStatus;

    /// From now on every request is answered.
    boolean kind;

    private record Late(Instant at, String commandId, Request request) {}

    RandomCalendar(long seed) {
        dice = new Random(seed);
    }

    List<Appointment> rows() {
        return List.copyOf(rows.values());
    }

    List<String> bookingsOf(String commandId) {
        return ledger.entrySet().stream()
                .filter(entry -> entry.getValue().getFirst().equals(commandId))
                .map(Map.Entry::getKey)
                .toList();
    }

    boolean hadEffect(String commandId) {
        return ledger.values().stream().anyMatch(effects -> effects.contains(commandId));
    }

    /// @param latest when a write that is not answered may take effect at the latest
    Reply answer(Errand errand, Instant now, Instant latest) {
        catchUp(now);
        int fate = kind ? 99 : dice.nextInt(100);
        return switch (errand.request()) {
            case Request.CreateAppointment _, Request.UpdateAppointment _ -> write(errand, fate, now, latest);
            case Request.ReadAppointment(String id) when fate >= 20 ->
                rows.containsKey(id) ? Samples.read(rows.get(id)) : Samples.readNothing();
            case Request.ListAppointments _ when fate >= 20 -> Samples.listed(rows().toArray(Appointment[]::new));
            case Request.ReadAppointment _ -> Samples.readInDoubt();
            case Request.ListAppointments _ -> Samples.listInDoubt();
            case Request.ListBlockedTime other -> throw new AssertionError(other);
            case Request.ListCalendars other -> throw new AssertionError(other);
        };
    }

    /// Lets everything happen that was under way.
    void catchUp(Instant now) {
        while (!late.isEmpty() && !late.peek().at().isAfter(now)) {
            Late effect = late.remove();
            apply(effect.commandId(), effect.request());
        }
    }

    private Reply write(Errand errand, int fate, Instant now, Instant latest) {
        String commandId = errand.commandId().commandId();
        if (fate < 8) {
            return Samples.throttled();
        } else if (fate < 12) {
            return Samples.notSent();
        } else if (fate < 20) {
            return Samples.refused(Refusal.SLOT_UNAVAILABLE);
        } else if (fate < 28) {
            return Samples.writtenInDoubt();
        } else if (fate < 38) {
            long between = Duration.between(now, latest).toMillis();
            late.add(new Late(now.plusMillis(dice.nextLong(between)), commandId, errand.request()));
            return Samples.writtenInDoubt();
        }
        String id = apply(commandId, errand.request());
        return fate < 50 ? Samples.writtenInDoubt() : Samples.written(id);
    }

    private String apply(String commandId, Request request) {
        return switch (request) {
            case Request.CreateAppointment(var booking) -> book(commandId, booking.details());
            case Request.UpdateAppointment(String id, AppointmentDetails change) -> change(commandId, id, change);
            case Request.ReadAppointment _, Request.ListAppointments _, Request.ListBlockedTime _, Request.ListCalendars _ ->
                throw new AssertionError(request);
        };
    }

    private String book(String commandId, AppointmentDetails details) {
        String id = "a" + ids++;
        boolean deleted = dice.nextInt(9) == 0;
        Appointment row = Samples.appointment(id, details.title(), "new", null, details.description(), null, deleted);
        // When it was made does not matter here, because nobody copies a marker.
        rows.put(id, Samples.added(row, null));
        ledger.put(id, new ArrayList<>(List.of(commandId)));
        return id;
    }

    private String change(String commandId, String id, AppointmentDetails change) {
        Appointment present = rows.get(id);
        resetStatus |= change.appointmentStatus() == null;
        Appointment row = Samples.appointment(
                id, change.title(), change.appointmentStatus(), null, present.notes(), null, present.deleted());
        rows.put(id, Samples.added(row, null));
        ledger.get(id).add(commandId);
        return id;
    }

    /// The command that an appointment says it was booked by.
    static String creatorOf(Appointment appointment) {
        return Marker.in(appointment).orElseThrow();
    }
}
