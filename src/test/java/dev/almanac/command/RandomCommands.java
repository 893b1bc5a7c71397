package dev.almanac.command;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.Operation;
import dev.almanac.calendar.Reply;
import dev.almanac.command.CommandResult.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/// One owner of a [CommandBook] as a shard is: it reads commands from a log, commits what they lead to, and only then
/// sends; it crashes before a commit, after it, and between sending and hearing. All of it by the dice, and the same
/// for one seed.
final class RandomCommands {
    /// What can be wrong with it, to see that the checks would find it.
    enum Defect {
        NONE,
        /// The journal loses that a write was started.
        FORGETS_STARTS,
        /// Late effects come after the settle time.
        SETTLES_TOO_SOON,
        /// Commits are not waited for.
        SENDS_BEFORE_COMMIT
    }

    private static final int COMMANDS = 25;
    private static final int TURNS = 20_000;

    private final Random dice;
    private final Defect defect;
    private final RandomCalendar calendar;
    private final CommandSettings settings;
    private final List<AppointmentCommand> log = new ArrayList<>();
    private final Map<String, JournalEntry> journal = new TreeMap<>();
    private final Map<String, List<CommandResult>> results = new LinkedHashMap<>();
    private final List<Flight> flights = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private CommandBook book;
    private int position;
    private int committed;
    private Instant now = Samples.T0;

    private record Flight(Errand errand, Reply reply, Instant begunAt, Instant backAt) {}

    RandomCommands(long seed, Defect defect) {
        this.dice = new Random(seed);
        this.defect = defect;
        this.calendar = new RandomCalendar(seed);
        Duration settle = defect == Defect.SETTLES_TOO_SOON ? Duration.ZERO : Desk.SETTLE;
        this.settings = new CommandSettings(
                settle, true, Duration.ofDays(7), Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofHours(1), 3);
        this.book = new CommandBook(Samples.LOCATION, settings, Desk.DEADLINE, Samples.NOTHING_KNOWN);
    }

    /// Runs until every command has its result and nothing late is left; gives what was not as promised.
    List<String> run() {
        int turns = 0;
        while ((log.size() < COMMANDS || position < log.size() || book.waiting() > 0) && turns++ < TURNS) {
            calendar.kind = turns > TURNS / 2;
            turn(turns < TURNS / 4);
        }
        calendar.catchUp(now.plus(Duration.ofHours(1)));
        check();
        return problems;
    }

    List<CommandResult> results() {
        return results.values().stream().flatMap(List::stream).toList();
    }

    private void turn(boolean mayCrash) {
        calendar.catchUp(now);
        publish();
        hear();
        while (position < log.size() && dice.nextInt(3) > 0) {
            book.accept(log.get(position), position, Trace.NONE, true, now);
            position++;
        }
        if (dice.nextInt(20) == 0) {
            calendar.rows().forEach(row -> book.seen(row, now));
        }
        book.tick(now);
        List<Errand> errands = takeUp();
        List<JournalEntry> entries = book.drainJournal();
        boolean crashes = mayCrash && dice.nextInt(15) == 0;
        boolean commits = !crashes || dice.nextBoolean();
        if (commits) {
            commit(entries);
        }
        if (commits && (!crashes || dice.nextBoolean()) || defect == Defect.SENDS_BEFORE_COMMIT) {
            errands.forEach(this::send);
        }
        if (crashes) {
            crash();
        }
        now = now.plusMillis(dice.nextInt(8) == 0 ? dice.nextInt(60_000) : dice.nextInt(1_500));
    }

    private void publish() {
        if (log.size() < COMMANDS && dice.nextInt(3) == 0) {
            log.add(next("c" + log.size()));
        }
    }

    private AppointmentCommand next(String commandId) {
        Instant expiresAt = dice.nextInt(6) == 0 ? now.plusSeconds(1 + dice.nextInt(200)) : null;
        List<AppointmentCommand> creates =
                log.stream().filter(AppointmentCommand.Create.class::isInstance).toList();
        int kind = creates.isEmpty() ? 0 : dice.nextInt(10);
        if (kind < 3) {
            return Samples.create(commandId, now, expiresAt);
        } else if (kind < 4) {
            return log.get(dice.nextInt(log.size())); // published twice
        }
        String create = creates.get(dice.nextInt(creates.size())).id().commandId();
        String appointmentId = resultOf(create).map(CommandResult::appointmentId).orElse(null);
        return appointmentId != null && dice.nextBoolean()
                ? Samples.update(commandId, appointmentId, expiresAt)
                : Samples.updateOf(create, commandId, expiresAt);
    }

    private List<Errand> takeUp() {
        List<Errand> errands = new ArrayList<>();
        for (int budget = dice.nextInt(4); budget > 0; budget--) {
            Set<Operation> resting = dice.nextInt(4) == 0
                    ? Set.of(Operation.values()[dice.nextInt(Operation.values().length)])
                    : Set.of();
            book.nextErrand(resting, now).or(() -> book.nextLook(resting, now)).ifPresent(errand -> {
                if (resting.contains(errand.request().operation())) {
                    throw new IllegalStateException("asked for what rests: " + errand);
                }
                errands.add(errand);
            });
        }
        return errands;
    }

    private void send(Errand errand) {
        Instant begunAt = now.plusMillis(dice.nextInt(3_000));
        Instant latest = begunAt.plus(Desk.SETTLED);
        Reply reply = calendar.answer(errand, now, latest);
        flights.add(new Flight(errand, reply, begunAt, begunAt.plusMillis(dice.nextInt(15_000))));
    }

    private void hear() {
        List<Flight> back = flights.stream()
                .filter(flight -> !flight.backAt().isAfter(now))
                .sorted(Comparator.comparing(Flight::backAt))
                .toList();
        flights.removeAll(back);
        back.forEach(flight -> book.replied(flight.errand(), flight.reply(), flight.begunAt(), now));
    }

    private void commit(List<JournalEntry> entries) {
        committed = position;
        for (JournalEntry entry : entries) {
            journal.put(entry.id().commandId(), entry);
            if (entry.state() == JournalEntry.State.DONE) {
                results.computeIfAbsent(entry.id().commandId(), id -> new ArrayList<>()).add(entry.result());
            }
        }
    }

    private void crash() {
        flights.clear();
        position = committed;
        now = now.plusSeconds(dice.nextInt(30));
        if (defect == Defect.FORGETS_STARTS) {
            journal.replaceAll((id, entry) -> entry.state() == JournalEntry.State.STARTED
                    ? JournalEntry.accepted(entry.command(), entry.position(), entry.trace(), entry.receivedAt())
                    : entry);
        }
        book = new CommandBook(Samples.LOCATION, settings, Desk.DEADLINE, Samples.NOTHING_KNOWN);
        book.restore(List.copyOf(journal.values()), now);
    }

    private void check() {
        for (AppointmentCommand command : log.stream().distinct().toList()) {
            String commandId = command.id().commandId();
            List<CommandResult> ends = results.getOrDefault(commandId, List.of());
            expect(ends.size() == 1, commandId + " has " + ends.size() + " results");
            ends.forEach(end -> check(commandId, end));
            expect(calendar.bookingsOf(commandId).size() <= 1, commandId + " was booked twice");
        }
        Map<String, Integer> order = new TreeMap<>();
        for (int i = log.size() - 1; i >= 0; i--) {
            order.put(log.get(i).id().commandId(), i);
        }
        calendar.ledger.forEach((id, effects) -> {
            List<Integer> positions = effects.stream().map(order::get).toList();
            List<Integer> sorted = positions.stream().sorted().toList();
            expect(sorted.equals(positions), id + " was changed out of order: " + effects);
        });
        expect(!calendar.resetStatus, "an update went without a status");
        expect(book.waiting() == 0, book.waiting() + " have no result");
        expect(book.inDoubt() == 0, book.inDoubt() + " are in doubt");
    }

    private void check(String commandId, CommandResult end) {
        boolean effect = calendar.hadEffect(commandId);
        switch (end.outcome()) {
            case SUCCEEDED -> expect(effect, commandId + " succeeded without an effect");
            case REJECTED -> expect(!effect, commandId + " was rejected after an effect");
            case UNRESOLVED ->
                expect(!effect || end.operation() == CommandResult.Operation.UPDATE, commandId + " could have been found");
        }
        if (end.operation() == CommandResult.Operation.CREATE && end.outcome() == Outcome.SUCCEEDED) {
            List<String> named = calendar.rows().stream()
                    .filter(row -> RandomCalendar.creatorOf(row).equals(commandId))
                    .map(Appointment::id)
                    .toList();
            expect(named.contains(end.appointmentId()), commandId + " names " + end.appointmentId() + ", not " + named);
        }
    }

    private Optional<CommandResult> resultOf(String commandId) {
        return Optional.ofNullable(results.get(commandId)).map(List::getFirst);
    }

    private void expect(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }
}
