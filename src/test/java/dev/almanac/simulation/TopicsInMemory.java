package dev.almanac.simulation;

import dev.almanac.change.AppointmentChange;
import dev.almanac.change.AppointmentRow;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.command.AppointmentCommand;
import dev.almanac.command.CommandId;
import dev.almanac.command.CommandResult;
import dev.almanac.command.JournalEntry;
import dev.almanac.shard.Handover;
import dev.almanac.shard.Restored;
import dev.almanac.shard.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The topics of one shard as readers of committed records see them: a log of commands, a log of whole transactions,
/// and the group's position. Only the latest owner can commit.
final class TopicsInMemory {
    private final List<Publication> commands = new ArrayList<>();
    private final List<Transaction> transactions = new ArrayList<>();
    private Consumer<AppointmentChange> follower = _ -> {};
    private final List<Instant> takeovers = new ArrayList<>();

    record Publication(long offset, AppointmentCommand command) {}

    /// @param position of the first command that is not dealt with
    /// @param left     how the shard is left should no other transaction follow
    record Transaction(Instant at, List<Write> writes, long position, Handover left) {
        Transaction {
            writes = List.copyOf(writes);
        }
    }

    Publication publish(AppointmentCommand command) {
        Publication publication = new Publication(commands.size(), command);
        commands.add(publication);
        return publication;
    }

    List<Publication> commands() {
        return commands;
    }

    /// Somebody reads the changes as they come.
    void follow(Consumer<AppointmentChange> reader) {
        follower = reader;
    }

    /// From now on nobody else can commit.
    int takeOver(Instant now) {
        takeovers.add(now);
        return takeovers.size();
    }

    Instant takenOverAt(int owner) {
        return takeovers.get(owner - 1);
    }

    /// All or nothing.
    ///
    /// @return false if somebody else has taken over
    boolean commit(int by, Transaction transaction) {
        if (by != takeovers.size()) {
            return false;
        }
        transactions.add(transaction);
        transaction.writes().forEach(write -> {
            if (write instanceof Write.Change(AppointmentChange change, _)) {
                follower.accept(change);
            }
        });
        return true;
    }

    long position() {
        return transactions.isEmpty() ? 0 : transactions.getLast().position();
    }

    /// The last record of every key.
    ///
    /// @param lost how many of the last transactions are not found
    Restored restored(int lost) {
        Map<CommandId, JournalEntry> journal = new LinkedHashMap<>();
        Map<String, AppointmentRow> rows = new LinkedHashMap<>();
        Map<String, BlockedTimeRow> blocks = new LinkedHashMap<>();
        Handover left = new Handover.First();
        for (Transaction transaction : transactions.subList(0, Math.max(0, transactions.size() - lost))) {
            left = transaction.left();
            for (Write write : transaction.writes()) {
                switch (write) {
                    case Write.Journal(JournalEntry entry) -> journal.put(entry.id(), entry);
                    case Write.ForgetCommand(CommandId id) -> journal.remove(id);
                    case Write.AppointmentState(AppointmentRow row, _) -> rows.put(row.id(), row);
                    case Write.BlockedTimeState(BlockedTimeRow row) -> blocks.put(row.id(), row);
                    case Write.ForgetAppointment(String id) -> rows.remove(id);
                    case Write.ForgetBlockedTime(String id) -> blocks.remove(id);
                    case Write.Result _, Write.Change _, Write.DeadLetter _, Write.Forward _ -> {}
                }
            }
        }
        return new Restored(
                List.copyOf(journal.values()), List.copyOf(rows.values()), List.copyOf(blocks.values()), left);
    }

    /// Every entry that was ever written.
    List<JournalEntry> journalHistory() {
        return all(Write.Journal.class).map(Write.Journal::entry).toList();
    }

    List<CommandResult> results() {
        return all(Write.Result.class).map(Write.Result::result).toList();
    }

    List<AppointmentChange> changes() {
        return all(Write.Change.class).map(Write.Change::change).toList();
    }

    List<BlockedTimeRow> blockedTimes() {
        return all(Write.BlockedTimeState.class).map(Write.BlockedTimeState::row).toList();
    }

    List<Write.DeadLetter> deadLetters() {
        return all(Write.DeadLetter.class).toList();
    }

    private <T extends Write> Stream<T> all(Class<T> kind) {
        return transactions.stream()
                .flatMap(transaction -> transaction.writes().stream())
                .filter(kind::isInstance)
                .map(kind::cast);
    }
}
