package dev.almanac.simulation;

import dev.almanac.calendar.InstanceId;
import dev.almanac.command.AppointmentCommand;
import dev.almanac.dev.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// An update that does not speak of the status leaves it as it is, although the vendor resets it where it is not sent. (What
/// somebody changes between Almanac's reading and the effect of its writing is lost: the vendor gives no means to notice.)
final class NothingElseChanged implements Promise {
    @Override
    public List<String> broken(Evidence evidence) {
        List<String> broken = new ArrayList<>();
        var accepted = evidence.accepted();
        evidence.effects().forEach((id, effects) -> {
            if (accepted.get(id).command() instanceof AppointmentCommand.Update update) {
                effects.stream()
                        .filter(effect -> isResetByUs(evidence, update, effect))
                        .forEach(effect -> broken.add("%s changed the status of %s from %s to %s".formatted(
                                id.commandId(), effect.eventId(), effect.before().status(), effect.after().status())));
            }
        });
        return broken;
    }

    private static boolean isResetByUs(Evidence evidence, AppointmentCommand.Update update, Ledger.Effect effect) {
        return update.details().appointmentStatus() == null
                && effect.before() != null
                && !Objects.equals(effect.before().status(), effect.after().status())
                && !hadStatusLately(evidence, effect);
    }

    /// Whether the status that was sent is one that a reading could have told: it takes effect when it has settled at the
    /// latest.
    private static boolean hadStatusLately(Evidence evidence, Ledger.Effect effect) {
        String series = InstanceId.seriesOf(effect.eventId());
        return evidence.calendar().ledger().effects().stream()
                .filter(other -> InstanceId.seriesOf(other.eventId()).equals(series))
                .filter(other -> other != effect && !other.at().isAfter(effect.at()))
                .filter(other -> other.before() != null)
                .anyMatch(other -> Objects.equals(other.before().status(), effect.after().status())
                        && other.at().isAfter(effect.at().minus(World.CALL_DEADLINE).minus(World.SETTLE)
                                .minus(World.CALL_DEADLINE)));
    }
}
