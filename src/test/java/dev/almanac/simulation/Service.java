package dev.almanac.simulation;

import dev.almanac.location.Location;
import dev.almanac.location.OpeningHours;
import dev.almanac.location.PollSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Those who configure Almanac: which locations are served, what is watched there, and how often it is looked at. In the
/// end everything is as it was.
final class Service {
    private static final PollSettings FASTER = new PollSettings(
            Duration.ofSeconds(20), Duration.ofHours(12), Duration.ofHours(24),
            Duration.ofMinutes(2), Duration.ofDays(30), Duration.ofDays(90), 90, false);

    private final Setting setting;
    private final Runnable told;
    private final Map<String, Location> locations = new TreeMap<>(World.locations());

    /// @param told after each change
    Service(Setting setting, Runnable told) {
        this.setting = setting;
        this.told = told;
    }

    Map<String, Location> locations() {
        return new TreeMap<>(locations);
    }

    /// Something is changed for a while.
    void change() {
        String id = setting.dice().oneOf(List.copyOf(World.TEAMS.keySet()));
        Location usual = World.locations().get(id);
        int kind = setting.dice().below(100);
        if (kind < 35) {
            put(id, Optional.empty(), "is not served");
        } else if (kind < 60) {
            String user = setting.dice().oneOf(usual.users().keySet().stream().sorted().toList());
            put(id, Optional.of(with(usual, usual.calendars(), without(usual.users(), user), usual.polling())),
                    "is served without " + user);
        } else if (kind < 80) {
            String calendar = setting.dice().oneOf(usual.calendars().keySet().stream().sorted().toList());
            put(id, Optional.of(with(usual, without(usual.calendars(), calendar), usual.users(), usual.polling())),
                    "is served without " + calendar);
        } else {
            put(id, Optional.of(with(usual, usual.calendars(), usual.users(), FASTER)), "is polled faster");
        }
        setting.timeline().in(setting.dice().millis(500, 90_000), () -> restore(id));
    }

    void restore() {
        World.TEAMS.keySet().forEach(this::restore);
    }

    private void restore(String id) {
        Location usual = World.locations().get(id);
        if (!usual.equals(locations.get(id))) {
            put(id, Optional.of(usual), "is served as usual");
        }
    }

    private void put(String id, Optional<Location> location, String how) {
        setting.story().tell("%s %s", id, how);
        location.ifPresentOrElse(served -> locations.put(id, served), () -> locations.remove(id));
        told.run();
    }

    private static Location with(
            Location usual,
            Map<String, Optional<OpeningHours>> calendars,
            Map<String, Optional<OpeningHours>> users,
            PollSettings polling) {
        return new Location(
                usual.locationId(), usual.timeZone(), usual.credential(), calendars, usual.seats(), users,
                usual.groups(), usual.openingHours(), polling, usual.lateCancellationNotice());
    }

    private static <T> Map<String, T> without(Map<String, T> all, String one) {
        Map<String, T> others = new HashMap<>(all);
        others.remove(one);
        return others;
    }
}
