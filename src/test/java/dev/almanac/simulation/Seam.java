package dev.almanac.simulation;

import dev.almanac.calendar.Answer;
import dev.almanac.calendar.ApiResult;
import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.EventList;
import dev.almanac.calendar.Reply;
import dev.almanac.calendar.Request;
import dev.almanac.calendar.WireForm;
import dev.almanac.command.JournalEntry;
import dev.almanac.shard.Call;
import dev.almanac.shard.Handover;
import dev.almanac.shard.Purpose;
import dev.almanac.shard.Restored;
import dev.almanac.shard.Write;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Where the shard and the world around it meet; a planted bug sits here.
final class Seam {
    private static final List<String> ALLOWANCE = List.of("x-ratelimit-max", "x-ratelimit-remaining");

    private final PlantedBug bug;
    private final Map<String, Set<String>> listed = new HashMap<>();
    private final Set<String> missed = new HashSet<>();

    Seam(PlantedBug bug) {
        this.bug = bug;
    }

    PlantedBug bug() {
        return bug;
    }

    Duration settle() {
        return bug == PlantedBug.NO_SETTLE_TIME ? Duration.ZERO : World.SETTLE;
    }

    /// What reaches the topics of what is to be written.
    List<Write> written(List<Write> writes) {
        return switch (bug) {
            case START_NOT_JOURNALED -> writes.stream().map(Seam::withoutStart).toList();
            case RESULT_DROPPED -> writes.stream()
                    .filter(write -> !(write instanceof Write.Result(var result, _))
                            || result.id().commandId().hashCode() % 10 != 0)
                    .toList();
            default -> writes;
        };
    }

    /// What a new owner finds of the past.
    Restored restored(Restored past) {
        boolean overlooked = bug == PlantedBug.NOTE_IGNORED && past.handover() instanceof Handover.Orderly
                || bug == PlantedBug.DEATH_IGNORED && past.handover() instanceof Handover.Unannounced;
        return overlooked
                ? new Restored(past.journal(), past.appointments(), past.blockedTimes(), new Handover.First())
                : past;
    }

    long position(long decided, TopicsInMemory topics) {
        return switch (bug) {
            case POSITION_LEFT_OUT -> topics.position();
            case POSITION_AHEAD -> topics.commands().size();
            default -> decided;
        };
    }

    /// What the shard hears of a reply.
    Reply heard(Call call, Reply reply) {
        return switch (bug) {
            case LOST_TAKEN_FOR_UNSENT -> reply.result() instanceof ApiResult.InDoubt<?>
                    ? WireForm.unsent(call.request(), call.locationId())
                    : reply;
            case REMOVAL_OVERLOOKED -> reply instanceof Reply.Read(ApiResult.NotFound<Appointment> _)
                    ? WireForm.lost(call.request(), call.locationId())
                    : reply;
            case ABSENCE_TAKEN_FOR_REMOVAL -> withoutTheMissed(call, reply);
            default -> reply;
        };
    }

    /// What the shard sees of the headers of an answer.
    Map<String, String> headers(Map<String, String> told) {
        if (bug != PlantedBug.ALLOWANCE_MISREAD) {
            return told;
        }
        Map<String, String> misread = new HashMap<>(told);
        ALLOWANCE.forEach(name -> misread.computeIfPresent(name, (_, number) -> number + "0"));
        return misread;
    }

    private static Write withoutStart(Write write) {
        return write instanceof Write.Journal(JournalEntry entry) && entry.state() == JournalEntry.State.STARTED
                ? new Write.Journal(new JournalEntry(
                        entry.id(), JournalEntry.State.ACCEPTED, entry.bodyHash(), entry.position(),
                        entry.receivedAt(), entry.command(), 0, null, null, null, null, null, null, null, null, false, entry.trace()))
                : write;
    }

    private Reply withoutTheMissed(Call call, Reply reply) {
        if (call.request() instanceof Request.ListAppointments(var owner, _)
                && call.purpose() instanceof Purpose.ForPoll
                && reply instanceof Reply.Events(ApiResult.Ok<EventList>(EventList list, _))) {
            Set<String> present = list.appointments().stream().map(Appointment::id).collect(Collectors.toSet());
            Set<String> before = listed.put(owner.toString(), present);
            missed.removeAll(present);
            if (before != null) {
                before.stream().filter(id -> !present.contains(id)).forEach(missed::add);
            }
        }
        return call.purpose() instanceof Purpose.ForReading(String id) && missed.contains(id)
                && reply instanceof Reply.Read(ApiResult.Ok<Appointment>(_, Answer answer))
                ? new Reply.Read(new ApiResult.NotFound<>(answer))
                : reply;
    }
}
