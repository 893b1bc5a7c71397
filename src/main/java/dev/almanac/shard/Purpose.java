package dev.almanac.shard;

import static java.util.Objects.requireNonNull;

import dev.almanac.change.Poll;
import dev.almanac.command.Errand;
import dev.almanac.calendar.Window;

/// What a call is made for, and so who is told its reply.
public sealed interface Purpose {

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
