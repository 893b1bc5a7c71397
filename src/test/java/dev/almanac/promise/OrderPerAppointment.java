package dev.almanac.promise;

import dev.almanac.dev.Ledger;
import dev.almanac.schema.AppointmentCommand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Updates of an appointment take effect in the order in which they were published. They are known by the titles that they
/// give, so it sees those that give one which no other update of the location gives.
final class OrderPerAppointment implements Promise {
    private record Title(String locationId, String text) {}

    @Override
    public List<String> broken(Aftermath aftermath) {
        List<AppointmentCommand> updates = aftermath.accepted().values().stream()
                .filter(command -> command.getUpdate() != null)
                .toList();
        Map<Title, List<Integer>> givers = new HashMap<>();
        for (int place = 0; place < updates.size(); place++) {
            AppointmentCommand update = updates.get(place);
            givers.computeIfAbsent(new Title(update.getLocationId(), update.getUpdate().getTitle()), _ -> new ArrayList<>())
                    .add(place);
        }
        List<String> broken = new ArrayList<>();
        Map<String, Integer> lastGivers = new HashMap<>();
        for (Ledger.Effect effect : aftermath.calendar().ledger().effects()) {
            List<Integer> givenBy = changesTitle(effect)
                    ? givers.getOrDefault(new Title(effect.after().locationId(), effect.after().text("title")), List.of())
                    : List.of();
            if (givenBy.size() == 1) {
                int place = givenBy.getFirst();
                Integer last = lastGivers.put(effect.eventId(), place);
                if (last != null && last > place) {
                    broken.add("%s: %s took effect after %s, which was published later".formatted(
                            effect.eventId(), Aftermath.id(updates.get(place)), Aftermath.id(updates.get(last))));
                }
            }
        }
        return broken;
    }

    private static boolean changesTitle(Ledger.Effect effect) {
        return effect.byApi()
                && effect.before() != null
                && !Objects.equals(effect.before().text("title"), effect.after().text("title"));
    }
}
