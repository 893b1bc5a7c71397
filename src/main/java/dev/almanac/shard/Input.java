package dev.almanac.shard;

import static java.util.Objects.requireNonNull;

import dev.almanac.calendar.Reply;
import dev.almanac.command.AppointmentCommand;
import dev.almanac.command.Trace;
import dev.almanac.location.Location;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// What a shard is told.
public sealed interface Input {

    /// A command has been read that belongs to this shard.
    ///
    /// @param origin the record it came in, for the dead-letter topic should it be needed
    record CommandReceived(AppointmentCommand command, Trace trace, ConsumerRecord<byte[], byte[]> origin) implements Input {
        public CommandReceived {
            requireNonNull(command, "command");
            requireNonNull(trace, "trace");
            requireNonNull(origin, "origin");
        }
    }

    /// The topic of commands was deleted and made anew, or lost its end: offsets go on below those of before,
    /// or come from another count than the last ones.
    record OffsetsBeganAnew() implements Input {}

    /// The locations of this shard, by id, as they are now.
    record LocationsChanged(Map<String, Location> locations) implements Input {
        public LocationsChanged {
            locations = Map.copyOf(locations);
        }
    }

    /// A call has come to an end, whatever that was.
    ///
    /// @param begunAt when it was begun: what it tells is not older than this
    record CallFinished(Call call, Reply reply, Instant begunAt) implements Input {
        public CallFinished {
            requireNonNull(call, "call");
            requireNonNull(reply, "reply");
            requireNonNull(begunAt, "begunAt");
        }
    }
}
