package dev.almanac.simulation;

import dev.almanac.calendar.AppointmentDetails;
import dev.almanac.change.AppointmentChange;
import dev.almanac.command.AppointmentCommand;
import dev.almanac.command.AppointmentCommand.Create;
import dev.almanac.command.AppointmentCommand.Update;
import dev.almanac.command.CommandId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Those who publish commands: front ends that book and change what they booked, and systems that know appointments
/// from the feed; now and then one that stutters or is wrong.
final class Senders {
    private static final AppointmentDetails NOTHING = new AppointmentDetails(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
    private static final List<String> STATUSES = List.of("cancelled", "confirmed", "showed", "noshow");
    private static final int SLOTS = 10;
    private static final int RECENT = 6;

    private final Setting setting;
    private final TopicsInMemory topics;
    private int issued;

    Senders(Setting setting, TopicsInMemory topics) {
        this.setting = setting;
        this.topics = topics;
    }

    void publishOne() {
        AppointmentCommand command = next();
        publish(command);
        if (command instanceof Create && setting.dice().percent(40)) {
            // Whoever booked changes their mind before they know what became of it.
            setting.timeline().in(setting.dice().millis(0, 20_000), () -> publish(changeOf(command.id())));
        }
    }

    /// A system that lives on the feed sees something new, and has something to do about it.
    void hear(AppointmentChange change) {
        if (setting.mishapsHappen() && change.before() == null && setting.dice().percent(25)) {
            CommandId id = id(change.after().locationId());
            Update update = new Update(id, setting.now(), null, change.after().id(), null, wanted(id));
            setting.timeline().in(setting.dice().millis(0, 2000), () -> publish(update));
        }
    }

    private void publish(AppointmentCommand command) {
        TopicsInMemory.Publication publication = topics.publish(command);
        setting.story().tell("published at %d: %s", publication.offset(), Words.of(command));
    }

    private Update changeOf(CommandId create) {
        CommandId id = id(create.locationId());
        return new Update(id, setting.now(), null, null, create.commandId(), wanted(id));
    }

    private AppointmentCommand next() {
        int kind = setting.dice().below(100);
        if (topics.commands().isEmpty() || kind < 32) {
            return create(id(location()), expiry());
        } else if (kind < 84) {
            return update(expiry());
        } else if (kind < 92) {
            return setting.dice().oneOf(topics.commands()).command();
        } else if (kind < 95) {
            return create(setting.dice().oneOf(topics.commands()).command().id(), null);
        } else if (kind < 98) {
            return new AppointmentCommand.Malformed(
                    id(location()), setting.now(), null, new TreeMap<>(Map.of("title", "x")), "no calendar is given");
        }
        return create(id("loc-unknown"), null);
    }

    private AppointmentCommand create(CommandId id, Instant expiresAt) {
        Map<String, List<String>> calendars = World.TEAMS.getOrDefault(id.locationId(), World.TEAMS.get("loc-a"));
        String calendar = setting.dice().oneOf(List.copyOf(calendars.keySet()));
        List<String> team = calendars.get(calendar);
        String user = team.isEmpty() || setting.dice().percent(15) ? null : setting.dice().oneOf(team);
        boolean unchecked = (user != null || team.isEmpty()) && setting.dice().percent(20);
        boolean series = (user != null || team.isEmpty()) && setting.dice().percent(15);
        String description = setting.dice().percent(40) ? "Bring papers" : null;
        return new Create(id, setting.now(), expiresAt, "contact-" + setting.dice().below(10), new AppointmentDetails(
                calendar, World.wallClock(id.locationId(), slot()), null, "Visit " + id.commandId(), description, null,
                null, user, null, null, null, null, null, unchecked || series ? true : null,
                series ? "FREQ=DAILY;COUNT=3" : null));
    }

    private AppointmentCommand update(Instant expiresAt) {
        Dice dice = setting.dice();
        List<AppointmentChange> changes = topics.changes();
        if (dice.percent(50) && !changes.isEmpty()) {
            var row = dice.oneOf(latest(changes)).after();
            CommandId id = id(row.locationId());
            String appointmentId = dice.percent(3) ? "nobody-knows-it" : row.id();
            return new Update(id, setting.now(), expiresAt, appointmentId, null, wanted(id));
        }
        List<CommandId> creates = topics.commands().stream()
                .map(TopicsInMemory.Publication::command)
                .filter(command -> command instanceof Create || dice.percent(5))
                .map(AppointmentCommand::id)
                .toList();
        CommandId named = creates.isEmpty() ? id(location()) : dice.oneOf(latest(creates));
        CommandId id = id(named.locationId());
        return new Update(id, setting.now(), expiresAt, null, named.commandId(), wanted(id));
    }

    /// What happened lately draws more after it.
    private static <T> List<T> latest(List<T> all) {
        return all.subList(Math.max(0, all.size() - RECENT), all.size());
    }

    private AppointmentDetails wanted(CommandId id) {
        Dice dice = setting.dice();
        AppointmentDetails details = NOTHING;
        int kind = dice.below(100);
        if (kind < 40) {
            details = details.withStatus(dice.oneOf(STATUSES));
        } else if (kind < 65) {
            details = moved(World.wallClock(id.locationId(), slot()), dice.percent(50) ? true : null);
        } else if (kind < 90) {
            details = titled("Title of " + id.commandId());
        } else {
            details = details.withDescription("Text of " + id.commandId());
        }
        return details;
    }

    private static AppointmentDetails moved(String start, Boolean unchecked) {
        return new AppointmentDetails(
                null, start, null, null, null, null, null, null, null, null, null, null, null, unchecked, null);
    }

    private static AppointmentDetails titled(String title) {
        return new AppointmentDetails(
                null, null, null, title, null, null, null, null, null, null, null, null, null, null, null);
    }

    private String location() {
        return setting.dice().oneOf(List.copyOf(World.TEAMS.keySet()));
    }

    private Instant slot() {
        return World.START.plus(Duration.ofHours(3)).plus(Duration.ofMinutes(30L * setting.dice().below(SLOTS)));
    }

    private CommandId id(String locationId) {
        return new CommandId(locationId, "c" + ++issued);
    }

    private Instant expiry() {
        return setting.dice().percent(15) ? setting.now().plus(setting.dice().millis(100, 200_000)) : null;
    }
}
