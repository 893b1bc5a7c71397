package dev.almanac.change;

import static java.util.Objects.requireNonNull;

import dev.almanac.calendar.Request;
import dev.almanac.calendar.Window;
import dev.almanac.calendar.WindowOwner;

/// One thing that is polled again and again: appointments or blocked time of one owner, near or far.
public record Poll(WindowOwner owner, Content content, Reach reach) {
    /// Which of the two lists of the API.
    public enum Content {
        APPOINTMENTS,
        BLOCKED_TIME
    }

    /// Which of the two windows around now.
    public enum Reach {
        NEAR,
        FAR
    }

    public Poll {
        requireNonNull(owner, "owner");
        requireNonNull(content, "content");
        requireNonNull(reach, "reach");
    }

    /// The request that answers it for a window.
    public Request request(Window window) {
        return switch (content) {
            case APPOINTMENTS -> new Request.ListAppointments(owner, window);
            case BLOCKED_TIME -> new Request.ListBlockedTime(owner, window);
        };
    }
}
