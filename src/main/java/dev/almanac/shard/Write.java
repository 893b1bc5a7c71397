package dev.almanac.shard;

import dev.almanac.change.AppointmentChange;
import dev.almanac.change.AppointmentRow;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.command.CommandId;
import dev.almanac.command.CommandResult;
import dev.almanac.command.JournalEntry;
import dev.almanac.command.Trace;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A record to be written in the turn's transaction, into the shard's partition of its topic.
public sealed interface Write {

    record Journal(JournalEntry entry) implements Write {}

    /// A tombstone for a command that is older than the dedupe window.
    record ForgetCommand(CommandId id) implements Write {}

    record Result(CommandResult result, Trace trace) implements Write {}

    record AppointmentState(AppointmentRow row, Trace trace) implements Write {}

    record BlockedTimeState(BlockedTimeRow row) implements Write {}

    /// A tombstone for an appointment that is over, and of which nothing was heard for long.
    record ForgetAppointment(String appointmentId) implements Write {}

    /// The same for blocked time.
    record ForgetBlockedTime(String blockId) implements Write {}

    record Change(AppointmentChange change, Trace trace) implements Write {}

    /// A command record as it was received, with the reason why it is not executed.
    record DeadLetter(ConsumerRecord<byte[], byte[]> origin, DeadLetterReason reason, String message) implements Write {}

    /// A command record in a partition that is not its location's goes, once, to the right one.
    record Forward(ConsumerRecord<byte[], byte[]> origin, int partition) implements Write {
        /// Header of a record that was moved: the partition it was found in. It is moved only once.
        public static final String HEADER = "almanac-forwarded-from";
    }

    /// Why a command record is put aside for people to look at.
    enum DeadLetterReason {
        /// Not in the wire format, of another schema, too large, or without an id that could be answered.
        UNREADABLE,
        /// The registry does not know the schema, and still did not after the grace.
        UNKNOWN_SCHEMA,
        /// The id belongs to a command with another body.
        DIFFERENT_BODY,
        /// In the wrong partition even after it was forwarded.
        MISPLACED,
        /// Deciding it failed: a defect of Almanac.
        DECISION_FAILED
    }
}
