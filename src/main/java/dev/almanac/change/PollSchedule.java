package dev.almanac.change;

import dev.almanac.calendar.Window;
import dev.almanac.calendar.WindowOwner;
import dev.almanac.location.Location;
import dev.almanac.location.PollSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// When which window of a location is due. Intervals are as set, and longer where they would use up more than their share of
/// the day's request allowance. One owner; not thread-safe.
public final class PollSchedule {
    /// Commands and read-backs need room: polling plans with this part of the day's allowance.
    private static final double SHARE_OF_DAY = 0.9;

    private record Due(Instant at, long order, Poll poll) {}

    private final Map<Poll, Due> dues = new HashMap<>();
    private final TreeSet<Due> queue = new TreeSet<>(Comparator.comparing(Due::at).thenComparing(Due::order));
    private PollSettings settings = PollSettings.DEFAULT;
    private double stretch = 1;
    private long order;

    /// Takes over a location's settings: new owners are due at once, owners no longer named are forgotten.
    public void configure(Location location, Instant now) {
        settings = location.polling();
        Set<Poll> wanted = polls(location);
        Set.copyOf(dues.keySet()).stream().filter(poll -> !wanted.contains(poll)).forEach(this::forget);
        wanted.stream().filter(poll -> !dues.containsKey(poll)).forEach(poll -> schedule(poll, now));
    }

    /// Stretches all intervals so that a day of polling keeps within its share of the day's allowance.
    ///
    /// @param requestsPerDay null: not known
    public void fitInto(Integer requestsPerDay) {
        if (requestsPerDay == null || requestsPerDay <= 0) {
            stretch = 1;
            return;
        }
        double planned = dues.keySet().stream()
                .mapToDouble(poll -> (double) Duration.ofDays(1).toMillis() / interval(poll.reach()).toMillis())
                .sum();
        stretch = Math.max(1, planned / (SHARE_OF_DAY * requestsPerDay));
    }

    /// The poll that has been due longest, near windows first; empty where none is. Takes it: it is due again an interval
    /// later, counted from now.
    public Optional<Poll> next(Instant now) {
        Poll found = null;
        for (Due due : queue) {
            if (due.at().isAfter(now)) {
                break;
            }
            if (found == null || due.poll().reach() == Poll.Reach.NEAR) {
                found = due.poll();
            }
            if (found.reach() == Poll.Reach.NEAR) {
                break;
            }
        }
        if (found != null) {
            schedule(found, now.plusMillis((long) (interval(found.reach()).toMillis() * stretch)));
        }
        return Optional.ofNullable(found);
    }

    /// A poll came to nothing: it is due again then.
    public void retry(Poll poll, Instant at) {
        if (dues.containsKey(poll)) {
            schedule(poll, at);
        }
    }

    /// The window of a poll at an instant.
    public Window window(Poll.Reach reach, Instant now) {
        return switch (reach) {
            case NEAR -> new Window(now.minus(settings.nearPast()), now.plus(settings.nearFuture()));
            case FAR -> new Window(now.minus(settings.farPast()), now.plus(settings.farFuture()));
        };
    }

    private Duration interval(Poll.Reach reach) {
        return reach == Poll.Reach.NEAR ? settings.nearInterval() : settings.farInterval();
    }

    private void schedule(Poll poll, Instant at) {
        forget(poll);
        Due due = new Due(at, order++, poll);
        dues.put(poll, due);
        queue.add(due);
    }

    private void forget(Poll poll) {
        Due due = dues.remove(poll);
        if (due != null) {
            queue.remove(due);
        }
    }

    /// Appointments of calendars, users and groups; blocked time of calendars and users, because a user's block, such as one
    /// synced from another calendar, does not show under any calendar.
    private static Set<Poll> polls(Location location) {
        Set<Poll> polls = new LinkedHashSet<>();
        for (Poll.Reach reach : Poll.Reach.values()) {
            location.calendars().keySet().stream().sorted().forEach(id -> add(polls, WindowOwner.Kind.CALENDAR, id, reach));
            location.users().keySet().stream().sorted().forEach(id -> add(polls, WindowOwner.Kind.USER, id, reach));
            location.groups().forEach(id ->
                    polls.add(new Poll(new WindowOwner(WindowOwner.Kind.GROUP, id), Poll.Content.APPOINTMENTS, reach)));
        }
        return polls;
    }

    private static void add(Set<Poll> polls, WindowOwner.Kind kind, String id, Poll.Reach reach) {
        for (Poll.Content content : Poll.Content.values()) {
            polls.add(new Poll(new WindowOwner(kind, id), content, reach));
        }
    }
}
