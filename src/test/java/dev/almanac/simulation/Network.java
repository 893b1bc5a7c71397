package dev.almanac.simulation;

import dev.almanac.calendar.ListsRead;
import dev.almanac.calendar.Reply;
import dev.almanac.calendar.Request;
import dev.almanac.calendar.WireForm;
import dev.almanac.command.CommandId;
import dev.almanac.dev.SimulatedCalendar;
import dev.almanac.dev.StepwiseApi;
import dev.almanac.dev.VendorAnswer;
import dev.almanac.dev.VendorRequest;
import dev.almanac.shard.Call;
import dev.almanac.shard.Input;
import dev.almanac.shard.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Between the shard and the vendor: carries calls there and answers back, late, broken or not at all.
final class Network {
    private static final int MISHAPS_OF_WRITES_PERCENT = 30;
    private static final int MISHAPS_OF_READS_PERCENT = 7;
    private static final List<Integer> SERVER_ERRORS = List.of(500, 502, 503, 408);
    static final Duration LATER_THAN_ASSUMED = Duration.ofMinutes(3);
    private static final List<Integer> PAGES = List.of(200, 404, 502);

    private final Setting setting;
    private final StepwiseApi api;
    private final ListsRead lists = new ListsRead();
    private final Map<String, Sender> senders = new HashMap<>();
    private final Set<CommandId> misled = new HashSet<>();
    private Instant lagsFrom = Instant.MAX;
    private Instant lagsUntil = Instant.MAX;
    private int underWay;

    /// @param owner   number of the life that sent it
    /// @param command for which it was sent to change something; null: it was sent to see something
    /// @param misled  the last look for that command was answered by a list that was behind, or left rows out
    record Sender(int owner, CommandId command, boolean misled) {}

    private final class Trip {
        final Call call;
        final Life life;
        final Instant begunAt = setting.now();
        boolean over;

        Trip(Call call, Life life) {
            this.call = call;
            this.life = life;
            underWay++;
        }

        Instant deadline() {
            return begunAt.plus(World.CALL_DEADLINE);
        }

        Request request() {
            return call.request();
        }

        /// Tells the life that began it, if it is still there and has not given up waiting.
        void end(Reply reply) {
            if (over) {
                return;
            }
            over = true;
            underWay--;
            setting.story().tell(
                    "owner %d%s hears %s of %s", life.number, life.alive ? "" : " (gone)", Words.of(reply),
                    Words.of(call));
            life.inputs.add(new Input.CallFinished(call, setting.seam().heard(call, reply), begunAt));
        }
    }

    Network(Setting setting, SimulatedCalendar calendar) {
        this.setting = setting;
        this.api = new StepwiseApi(calendar);
        if (setting.dice().percent(30)) {
            lagsFrom = setting.now().plus(setting.dice().millis(20_000, 150_000));
            lagsUntil = lagsFrom.plus(setting.dice().millis(30_000, 250_000));
        }
    }

    /// Who sent each request, by its trace id in the ledger.
    Map<String, Sender> senders() {
        return senders;
    }

    /// Commands whose last look was answered by a list that was behind, or left rows out.
    Set<CommandId> misled() {
        return misled;
    }

    /// Calls that have not come to an end.
    int underWay() {
        return underWay;
    }

    static boolean isWrite(Call call) {
        return switch (call.request()) {
            case Request.CreateAppointment _, Request.UpdateAppointment _ -> true;
            case Request.ReadAppointment _, Request.ListAppointments _, Request.ListBlockedTime _, Request.ListCalendars _ -> false;
        };
    }

    /// Begins a call that was decided a while ago.
    void send(Call call, Instant decidedAt, Life life) {
        Trip trip = new Trip(call, life);
        Mishap mishap = draw(call);
        if (setting.dice().percent(50)) {
            passGate(trip, mishap, decidedAt); // on a connection that was open
            return;
        }
        Duration connecting = setting.mishapsHappen() && setting.dice().percent(5)
                ? setting.dice().millis(100, 4000)
                : setting.dice().millis(1, 20);
        setting.timeline().in(connecting, () -> passGate(trip, mishap, decidedAt));
    }

    private Mishap draw(Call call) {
        boolean list = call.request() instanceof Request.ListAppointments
                || call.request() instanceof Request.ListBlockedTime;
        int share = isWrite(call) ? MISHAPS_OF_WRITES_PERCENT : MISHAPS_OF_READS_PERCENT;
        return setting.mishapsHappen() && setting.dice().percent(share) ? Mishap.of(list, setting.dice()) : null;
    }

    private void passGate(Trip trip, Mishap mishap, Instant decidedAt) {
        if (!trip.life.alive) {
            trip.over = true;
            underWay--;
            return;
        }
        boolean maySend = trip.life.owned && setting.now().isBefore(decidedAt.plus(World.SEND_WITHIN));
        if (!maySend || mishap == Mishap.NEVER_SENT) {
            trip.end(WireForm.unsent(trip.request(), trip.call.locationId()));
            return;
        }
        setting.timeline().at(trip.deadline(), () -> trip.end(WireForm.lost(trip.request(), trip.call.locationId())));
        setting.timeline().in(latency(), () -> arrive(trip, mishap));
    }

    private Duration latency() {
        return setting.mishapsHappen() && setting.dice().percent(3)
                ? setting.dice().millis(500, 5000)
                : setting.dice().millis(5, 150);
    }

    private void arrive(Trip trip, Mishap mishap) {
        Call call = trip.call;
        WireForm.Sent sent = WireForm.of(call.request(), call.locationId(), call.credential());
        StepwiseApi.Arrival arrival =
                api.arrive(VendorRequest.of(sent.method(), sent.target(), sent.headers(), sent.body()));
        boolean write = call.purpose() instanceof Purpose.ForCommand && isWrite(call);
        CommandId command = write ? ((Purpose.ForCommand) call.purpose()).errand().commandId() : null;
        senders.put(arrival.traceId(), new Sender(trip.life.number, command, misled.contains(command)));
        noteLook(call, mishap);
        setting.story().tell(
                "vendor gets from owner %d %s%s", trip.life.number, Words.of(call),
                mishap == null ? "" : ": " + mishap);
        setting.happenings().writes += write ? 1 : 0;
        setting.happenings().struckWrites += write && mishap != null ? 1 : 0;
        if (mishap == null || !arrival.isAdmitted()) {
            whole(trip, arrival, call.request() instanceof Request.ListAppointments
                    ? arrival.performAsOf(lag())
                    : arrival.perform());
        } else {
            strike(trip, arrival, mishap);
        }
    }

    private void noteLook(Call call, Mishap mishap) {
        if (call.purpose() instanceof Purpose.ForCommand(var errand)
                && call.request() instanceof Request.ListAppointments) {
            boolean untrue = !lag().isZero() || mishap == Mishap.STALE || mishap == Mishap.DROPPED_ROWS;
            if (untrue) {
                misled.add(errand.commandId());
            } else {
                misled.remove(errand.commandId());
            }
        }
    }

    /// For a while lists may fall behind, all of them and by more than it takes a write to settle.
    private Duration lag() {
        return setting.mishapsHappen() && setting.now().isAfter(lagsFrom) && setting.now().isBefore(lagsUntil)
                ? Duration.between(lagsFrom, setting.now())
                : Duration.ZERO;
    }

    private void strike(Trip trip, StepwiseApi.Arrival arrival, Mishap mishap) {
        Dice dice = setting.dice();
        switch (mishap) {
            case NEVER_SENT -> throw new IllegalStateException("it did not arrive");
            case RESET_BEFORE -> reset(trip);
            case RESET_AFTER -> {
                arrival.perform();
                reset(trip);
            }
            case SILENCE_BEFORE -> {}
            case SILENCE_LATE -> performLater(trip, arrival);
            case ERROR_BEFORE -> whole(trip, arrival, arrival.error(serverError(), "Internal server error"));
            case ERROR_AFTER -> {
                arrival.perform();
                whole(trip, arrival, arrival.error(serverError(), "Internal server error"));
            }
            case ERROR_LATE -> {
                performLater(trip, arrival);
                whole(trip, arrival, arrival.error(504, "Gateway Timeout"));
            }
            case THROTTLED -> whole(trip, arrival, arrival.error(429, "Too Many Requests"));
            case COMMAND_TIMED_OUT_BEFORE -> whole(trip, arrival, arrival.error(401, "Command timed out"));
            case COMMAND_TIMED_OUT_AFTER -> {
                arrival.perform();
                whole(trip, arrival, arrival.error(401, "Command timed out"));
            }
            case PAGE_BEFORE -> whole(trip, arrival, arrival.html(dice.oneOf(PAGES)));
            case PAGE_AFTER -> {
                arrival.perform();
                whole(trip, arrival, arrival.html(dice.oneOf(PAGES)));
            }
            case CUT_BODY -> {
                VendorAnswer answer = arrival.perform();
                arrival.answered(answer.status());
                setting.timeline().in(latency(), () -> trip.end(WireForm.cut(
                        trip.request(), trip.call.locationId(), answer.status(), answer.headers())));
            }
            case DENIED -> whole(trip, arrival, arrival.error(401, "Invalid JWT"));
            case SLOW -> setting.timeline().in(dice.millis(1000, 14_000), () ->
                    whole(trip, arrival, arrival.perform()));
            case STALE -> whole(trip, arrival, arrival.performAsOf(dice.millis(500, 60_000)));
            case DROPPED_ROWS -> whole(trip, arrival, arrival.performDropping(0.3, dice.seed()));
        }
    }

    private int serverError() {
        return setting.dice().oneOf(SERVER_ERRORS);
    }

    private void whole(Trip trip, StepwiseApi.Arrival arrival, VendorAnswer answer) {
        arrival.answered(answer.status());
        setting.timeline().in(latency(), () -> trip.end(lists.received(
                trip.request(), trip.call.locationId(), answer.status(), setting.seam().headers(answer.headers()),
                answer.body())));
    }

    private void reset(Trip trip) {
        setting.timeline().in(latency(), () -> trip.end(WireForm.lost(trip.request(), trip.call.locationId())));
    }

    /// At the latest when everything has to have settled; a create, where the vendor does not keep to that, later.
    private void performLater(Trip trip, StepwiseApi.Arrival arrival) {
        boolean late = !setting.settles() && trip.request() instanceof Request.CreateAppointment;
        long settled = Duration.between(setting.now(), trip.deadline().plus(World.SETTLE)).toMillis() - 1;
        Duration delay = late
                ? setting.dice().millis(settled, settled + LATER_THAN_ASSUMED.toMillis())
                : setting.dice().millis(0, settled);
        setting.timeline().in(delay, () -> {
            setting.story().tell("vendor does %s at last", Words.of(trip.call));
            arrival.perform();
        });
    }
}
