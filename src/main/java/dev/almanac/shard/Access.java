package dev.almanac.shard;

import dev.almanac.calendar.Answer;
import dev.almanac.calendar.ApiResult;
import dev.almanac.calendar.DayAllowance;
import dev.almanac.calendar.Operation;
import dev.almanac.calendar.RateBudget;
import dev.almanac.location.Location;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Whether requests may be sent for a location: the vendor's allowance, the connection, and the credential.
final class Access {
    private final ShardSettings settings;
    private final RateBudget budget;
    private final Connection connection;
    private Denials denials;
    private Location location;
    private Instant deniedUntil = Instant.MIN;

    Access(ShardSettings settings) {
        this.settings = settings;
        this.budget = new RateBudget(settings.burst(), settings.burstInterval());
        this.connection = new Connection(settings.maxInFlight(), settings.readRetry(), settings.unreachableBackoff());
        this.denials = new Denials(settings.deniedBackoff());
    }

    /// Where the settings are others, and with them perhaps the token, nothing counts as denied any more.
    void configured(Location told) {
        if (!Objects.equals(location, told)) {
            location = told;
            denials = new Denials(settings.deniedBackoff());
        }
    }

    /// The predecessor's requests may still be counted until then.
    void closeUntil(Instant opens, Instant now) {
        budget.closeUntil(opens, now);
    }

    /// From when on a call of the next owner is not one too many.
    Instant successorMayCallAt(Instant now) {
        return budget.successorMayCallAt(now);
    }

    boolean mayCall(Instant now) {
        return !now.isBefore(deniedUntil) && connection.mayCall(now) && budget.isFree(now);
    }

    /// Whether a call may be made that is not for a command, where none of a command is due.
    boolean hasRoomForReading(Instant now) {
        return connection.hasRoomForReading(now);
    }

    /// The same where commands are.
    boolean hasRoomBetweenCommands(Instant now) {
        return connection.hasRoomBetweenCommands(now);
    }

    /// What is not asked for by commands at present, because it was denied to one after the other.
    Set<Operation> resting(Instant now) {
        return denials.resting(now);
    }

    /// Whether appointments may be read by id, as far as the vendor permits it.
    boolean mayRead(Instant now) {
        return denials.mayRead(now);
    }

    boolean hasRoomForCommand() {
        return connection.hasRoomForCommand();
    }

    void begun(Call call) {
        budget.take();
        connection.begun(call.purpose().isCommand());
    }

    /// Requests that may be sent at once.
    int left(Instant now) {
        return budget.left(now);
    }

    /// What is left of the day; empty until a header has told.
    Optional<DayAllowance> day(Instant now) {
        return budget.day(now);
    }

    /// Every answer tells, whatever it was asked for.
    void answered(Call call, ApiResult<?> result, Instant now) {
        boolean forCommand = call.purpose().isCommand();
        switch (result) {
            case ApiResult.Denied<?> denied -> denied(call, denied, now);
            // Refused before anybody was asked.
            case ApiResult.Refused(_, Answer nobody) when nobody.status() == 0 -> {}
            case ApiResult.Ok<?> _, ApiResult.NotFound<?> _, ApiResult.Refused<?> _ ->
                denials.granted(call.request().operation(), now);
            case ApiResult.InDoubt<?> _, ApiResult.Throttled<?> _, ApiResult.NotSent<?> _ -> {}
        }
        switch (result) {
            case ApiResult.NotSent<?> _ -> connection.notSent(forCommand, now);
            case ApiResult.InDoubt(_, Answer answer) when answer == null -> connection.unanswered(forCommand, now);
            case ApiResult.Ok<?> _, ApiResult.NotFound<?> _, ApiResult.Refused<?> _, ApiResult.InDoubt<?> _,
                    ApiResult.Throttled<?> _, ApiResult.Denied<?> _ -> connection.answered(forCommand);
        }
        switch (result) {
            case ApiResult.NotSent<?> _ -> budget.finishedUnsent();
            case ApiResult.Ok(_, Answer answer) -> heard(answer, now);
            case ApiResult.NotFound(Answer answer) -> heard(answer, now);
            case ApiResult.Refused(_, Answer answer) -> heard(answer, now);
            case ApiResult.InDoubt(_, Answer answer) -> heard(answer, now);
            case ApiResult.Throttled(Answer answer) -> {
                heard(answer, now);
                budget.throttled(now);
            }
            case ApiResult.Denied(Answer answer) -> heard(answer, now);
        }
    }

    /// Where the token itself is not accepted, nothing would do better. Anything else that is denied waits for itself. A token that
    /// may not list calendars is no fault: what is named in the settings is polled all the same.
    private void denied(Call call, ApiResult.Denied<?> result, Instant now) {
        if (result.isOfOneKind() || call.purpose() instanceof Purpose.ForDiscovery) {
            denials.denied(call, now);
        } else {
            deniedUntil = now.plus(settings.deniedBackoff());
        }
    }

    /// Before what has told nothing is asked again, unless it was a command's.
    Duration retryAfter(ApiResult<?> result) {
        return result instanceof ApiResult.Denied<?> denied && denied.isOfOneKind()
                ? settings.deniedBackoff()
                : settings.readRetry();
    }

    /// What the vendor denies at present, though not everything.
    List<Operation> denied() {
        return denials.all();
    }

    LocationStatus.State state(Instant now) {
        if (now.isBefore(deniedUntil) || denials.isEverything(now)) {
            return LocationStatus.State.DENIED;
        }
        if (connection.isSilent(now)) {
            return LocationStatus.State.UNREACHABLE;
        }
        if (budget.isDayUsedUp(now)) {
            return LocationStatus.State.DAY_USED_UP;
        }
        return now.isBefore(budget.closedUntil()) ? LocationStatus.State.HELD_BACK : LocationStatus.State.SERVED;
    }

    /// When a state ends by itself, where that is known; else null.
    Instant until(LocationStatus.State state, Instant now) {
        return switch (state) {
            case DENIED -> now.isBefore(deniedUntil) ? deniedUntil : null;
            case UNREACHABLE -> connection.isBroken() ? connection.notBefore() : null;
            case HELD_BACK -> budget.closedUntil();
            case DAY_USED_UP -> budget.day(now).map(day -> now.plus(day.lasts())).orElse(null);
            case SERVED, STARTING, NOT_CONFIGURED, SET_ASIDE -> null;
        };
    }

    private void heard(Answer answer, Instant now) {
        if (answer == null) {
            budget.finishedUnanswered(now);
        } else if (answer.status() == 0) {
            budget.finishedUnsent();
        } else {
            budget.finished(answer.rateLimit(), now);
        }
    }
}
