package dev.almanac.simulation;

import dev.almanac.dev.Ledger;
import dev.almanac.dev.SimulatedCalendar;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// One history: minutes of commands, people and mishaps, with one crash at least, then calm until nothing is owed, then
/// the judgement. The same for one seed.
final class History {
    private static final int COMMANDS = 55;
    private static final int DEEDS = 30;
    private static final Duration BUSY = Duration.ofMinutes(5);
    /// Late effects have come, and every window was looked at since.
    private static final Duration CALM =
            World.CALL_DEADLINE.plus(World.SETTLE).plus(World.POLLING.farInterval()).plusSeconds(90);
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final List<Integer> BURSTS = List.of(10, 25, 100);

    private static final List<Promise> PROMISES = List.of(
            new AtMostOneBookingPerCreate(), new OneTrueResultPerCommand(), new OrderPerAppointment(),
            new FaithfulFeed(), new NothingForgotten(), new BudgetKept(), new NothingElseChanged(),
            new NothingStartedTooLate(), new NobodyWaitsForOthers(), new TrueCauses());

    /// A late copy makes a second booking, and takes effect behind what was published after it.
    private static final List<Promise> PROMISES_IF_NOT_SETTLED = List.of(
            new DuplicatesAlarmed(), new FaithfulFeed(), new NothingForgotten(), new BudgetKept());

    private final Setting setting;
    private final SimulatedCalendar calendar;
    private final TopicsInMemory topics = new TopicsInMemory();
    private final Network network;
    private final Owners owners;
    private final int burst;
    private final boolean hasty;

    /// @param told whether its story is to be read
    History(long seed, PlantedBug bug, boolean told) {
        this(seed, bug, told, true);
    }

    /// @param settles whether the vendor keeps to the settle time
    History(long seed, PlantedBug bug, boolean told, boolean settles) {
        Timeline timeline = new Timeline(World.START);
        Dice dice = new Dice(seed);
        this.setting = new Setting(timeline, dice, new Story(timeline.clock(), told), new Seam(bug), !settles || dice.percent(85),
                settles);
        this.burst = dice.oneOf(BURSTS);
        this.calendar = new SimulatedCalendar(
                timeline.clock(), World.quirks(dice), new Ledger(), World.vendorLocations(burst));
        this.network = new Network(setting, calendar);
        this.hasty = dice.percent(50);
        this.owners = new Owners(setting, topics, network, World.rules(
                setting.seam().settle(), setting.marked(),
                hasty ? World.BURST_INTERVAL : World.DEATH_UNNOTICED_FOR));
    }

    /// @param promise the name of the one that is broken
    record Violation(String promise, String how) {}

    List<Violation> run() {
        owners.takeOver();
        Senders senders = new Senders(setting, topics);
        topics.follow(senders::hear);
        Staff staff = new Staff(setting, calendar);
        sometime(COMMANDS, senders::publishOne);
        sometime(DEEDS, staff::act);
        sometime(1, owners::crashNow);
        sometime(setting.dice().percent(40) ? setting.dice().below(3) + 1 : 0, owners.service()::change);
        setting.timeline().at(World.START.plus(BUSY), () -> {
            setting.calmDown();
            owners.service().restore();
        });
        Instant end = World.START.plus(BUSY).plus(CALM);
        if (!setting.settles()) {
            end = end.plus(Network.LATER_THAN_ASSUMED);
        }
        setting.timeline().runUntil(end);
        Instant latest = end.plus(PATIENCE);
        while (!evidence().openCommands().isEmpty() && setting.now().isBefore(latest)) {
            setting.timeline().runUntil(setting.now().plusSeconds(30));
        }
        Evidence evidence = evidence();
        return (setting.settles() ? PROMISES : PROMISES_IF_NOT_SETTLED).stream()
                .flatMap(promise -> promise.broken(evidence).stream()
                        .map(how -> new Violation(promise.getClass().getSimpleName(), how)))
                .toList();
    }

    /// The names of the promises that a history with a planted bug breaks.
    static List<String> brokenPromises(String bug, long seed) {
        return new History(seed, PlantedBug.valueOf(bug), false).run().stream().map(Violation::promise).distinct().toList();
    }

    Evidence evidence() {
        return new Evidence(topics, calendar, network.senders(), owners.alarms(), network.misled(), burst, hasty,
                setting.marked(), setting.now());
    }

    Happenings happenings() {
        return setting.happenings();
    }

    Stream<String> story() {
        return setting.story().lines().stream();
    }

    private void sometime(int times, Runnable action) {
        for (int i = 0; i < times; i++) {
            setting.timeline().in(setting.dice().millis(0, BUSY.toMillis()), action);
        }
    }
}
