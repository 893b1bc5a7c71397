package dev.almanac.shard;

import static java.util.Objects.requireNonNull;

import dev.almanac.calendar.Window;
import dev.almanac.change.Poll;
import dev.almanac.change.WindowSnapshot;
import java.time.Instant;
import java.util.List;
import dev.almanac.command.Errand;

/// What a call is made for, and so who is told its reply.
public sealed interface Purpose {
    default boolean isCommand() {
        return this instanceof ForCommand;
    }

    /// To execute a command, or to look for what a lost answer did.
    record ForCommand(Errand errand) implements Purpose {
        public ForCommand {
            requireNonNull(errand, "errand");
        }
    }

    /// To see what is in a window.
    record ForPoll(Poll poll, Window window) implements Purpose {
        public ForPoll {
            requireNonNull(poll, "poll");
            requireNonNull(window, "window");
        }

        /// What an answer shows.
        <T> WindowSnapshot<T> snapshot(Instant begunAt, Instant fetchedAt, List<T> entries) {
            return new WindowSnapshot<>(poll.owner(), window, begunAt, fetchedAt, entries);
        }
    }

    /// To see which calendars there are.
    record ForDiscovery() implements Purpose {}

    /// To see one appointment after a command has changed it, or because a list left doubts about it.
    record ForReading(String appointmentId) implements Purpose {
        public ForReading {
            requireNonNull(appointmentId, "appointmentId");
        }
    }
}
