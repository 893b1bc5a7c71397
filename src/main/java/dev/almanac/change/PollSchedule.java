package dev.almanac.change;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.DayAllowance;
import dev.almanac.calendar.Window;
import dev.almanac.calendar.WindowOwner;
import dev.almanac.location.Location;
import dev.almanac.location.PollSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// When which window of a location is due. Intervals are as set, and longer where they would use up more than their
/// share of the day's request allowance, or of what is left of it: the rest is kept for commands, which polling never
/// takes from them, however many there were before. One owner; not thread-safe.
public final class PollSchedule {
    private record Due(Instant at, long order, Poll poll) {}

    private final Map<Poll, Due> dues = new LinkedHashMap<>();
    private final TreeSet<Due> queue = new TreeSet<>(Comparator.comparing(Due::at).thenComparing(Due::order));
    private final Map<Poll, Duration> retryWaits = new HashMap<>();
    private final Map<Poll, Instant> seenAt = new HashMap<>();
    private final PollPace pace = new PollPace();
    private PollSettings settings = PollSettings.DEFAULT;
    /// Null before the first settings.
    private Location location;
    private FoundOwners found = FoundOwners.NONE;
    /// What the intervals as set come to.
    private double requestsPerMilli;
    private long order;

    /// Takes over a location's settings: new owners are due at once, owners no longer named are forgotten. Where
    /// intervals or windows are others than before, everything is due at once.
    public void configure(Location location, Instant now) {
        boolean anew = !settings.equals(location.polling());
        settings = location.polling();
        pace.configure(settings.dailyPercent());
        this.location = location;
        if (!settings.discover()) {
            found = FoundOwners.NONE;
        }
        watch(now, anew);
    }

    /// Calendars and users that the settings do not name, but that there are: these, and no others.
    public void found(FoundOwners there, Instant now) {
        if (!there.equals(found)) {
            found = there;
            watch(now, false);
        }
    }

    private void watch(Instant now, boolean anew) {
        Set<Poll> wanted = polls();
        Set.copyOf(dues.keySet()).stream().filter(poll -> !wanted.contains(poll)).forEach(this::forget);
        wanted.stream().filter(poll -> anew || !dues.containsKey(poll)).forEach(poll -> schedule(poll, now));
        requestsPerMilli = wanted.stream().mapToDouble(poll -> 1.0 / interval(poll.reach()).toMillis()).sum();
    }

    /// Stretches all intervals so that polling keeps to its share of a day's allowance, and makes what is left of it last; rests
    /// where nothing is left for it.
    public void fitInto(DayAllowance day) {
        pace.fitInto(day, requestsPerMilli);
    }

    /// Whether a doubt that a list left may be put to a reading by id: a hundred at once, and then as many in a day as polls may
    /// take of it. So a list that is empty by mistake costs no more than that.
    public boolean hasRoomForDoubt(Instant now) {
        return pace.hasRoomForDoubt(now);
    }

    /// One is put.
    public void takeDoubt() {
        pace.takeDoubt();
    }

    /// The poll to be made now; empty where none is due. Takes it: it is due again an interval later, counted from now.
    ///
    /// Near windows go first, the longest due before others. A far one that has been due for a whole interval of its
    /// own goes before them, so that a budget too small for the near windows alone does not leave the far ones unseen
    /// for ever.
    public Optional<Poll> next(Instant now) {
        if (pace.isResting()) {
            return Optional.empty();
        }
        Due near = null;
        Due far = null;
        for (Due due : queue) {
            if (due.at().isAfter(now) || near != null && far != null) {
                break;
            }
            switch (due.poll().reach()) {
                case NEAR -> near = near == null ? due : near;
                case FAR -> far = far == null ? due : far;
            }
        }
        boolean farIsLate = far != null && !far.at().plus(stretched(Poll.Reach.FAR)).isAfter(now);
        Due found = near == null || farIsLate ? far : near;
        if (found == null) {
            return Optional.empty();
        }
        schedule(found.poll(), now.plus(stretched(found.poll().reach())));
        return Optional.of(found.poll());
    }

    /// A poll was answered.
    ///
    /// @param fetchedAt when it was sent: what the answer holds was true then or later
    public void answered(Poll poll, Instant fetchedAt) {
        retryWaits.remove(poll);
        seenAt.put(poll, fetchedAt);
    }

    /// Every window of this reach was fetched then or later; empty while some never were, and where there are none.
    public Optional<Instant> seenSince(Poll.Reach reach) {
        List<Poll> polls = dues.keySet().stream().filter(poll -> poll.reach() == reach).toList();
        return seenAt.keySet().containsAll(polls)
                ? polls.stream().map(seenAt::get).min(Comparator.naturalOrder())
                : Optional.empty();
    }

    /// Everything that is polled, and how fresh it is.
    public List<PolledWindow> windows() {
        return dues.keySet().stream()
                .map(poll -> new PolledWindow(poll, seenAt.get(poll), stretched(poll.reach())))
                .toList();
    }

    /// A poll came to nothing: it is due again after a wait that doubles with each failure in a row, up to its
    /// interval.
    public void retry(Poll poll, Instant now, Duration firstWait) {
        if (dues.containsKey(poll)) {
            Duration wait = Collections.min(List.of(retryWaits.getOrDefault(poll, firstWait), stretched(poll.reach())));
            retryWaits.put(poll, wait.multipliedBy(2));
            schedule(poll, now.plus(wait));
        }
    }

    /// Whether an appointment lies in what is polled at an instant.
    public boolean covers(Appointment appointment, Instant now) {
        return appointment.overlaps(window(Poll.Reach.FAR, now))
                && dues.keySet().stream()
                        .anyMatch(poll -> poll.content() == Poll.Content.APPOINTMENTS
                                && appointment.isOf(poll.owner()));
    }

    /// Whether an owner's blocked time is asked for.
    public boolean watchesBlockedTimeOf(WindowOwner owner) {
        return dues.containsKey(new Poll(owner, Poll.Content.BLOCKED_TIME, Poll.Reach.NEAR));
    }

    /// Something has changed that only lists will tell: the appointments of its calendar are due at once.
    ///
    /// @return whose lists will tell
    public Set<WindowOwner> pollNow(Appointment changed, Instant now) {
        List<Due> telling = dues.values().stream()
                .filter(due -> due.poll().content() == Poll.Content.APPOINTMENTS && changed.isOf(due.poll().owner()))
                .toList();
        telling.stream().filter(due -> due.at().isAfter(now)).forEach(due -> schedule(due.poll(), now));
        return telling.stream().map(due -> due.poll().owner()).collect(Collectors.toSet());
    }

    /// Blocked time is missing: the far list of its owner, which shows it wherever it was moved, is due as soon as it counts.
    public void lookForMoved(WindowOwner owner, Instant now) {
        Poll far = new Poll(owner, Poll.Content.BLOCKED_TIME, Poll.Reach.FAR);
        Instant at = now.plus(LastSeenBlocks.BETWEEN_MISSES);
        if (dues.containsKey(far) && dues.get(far).at().isAfter(at) && pace.hasRoomForDoubt(now)) {
            pace.takeDoubt();
            schedule(far, at);
        }
    }

    /// The window of a poll at an instant. The far one covers the near one, however they are set.
    public Window window(Poll.Reach reach, Instant now) {
        return switch (reach) {
            case NEAR -> new Window(now.minus(settings.nearPast()), now.plus(settings.nearFuture()));
            case FAR -> new Window(now.minus(Collections.max(List.of(settings.farPast(), settings.nearPast()))),
                    now.plus(Collections.max(List.of(settings.farFuture(), settings.nearFuture()))));
        };
    }

    /// What was over before, and has not changed since, will not be seen again.
    public Instant keptSince(Instant now) {
        return settings.keptSince(now);
    }

    private Duration interval(Poll.Reach reach) {
        return reach == Poll.Reach.NEAR ? settings.nearInterval() : settings.farInterval();
    }

    private Duration stretched(Poll.Reach reach) {
        return pace.stretched(interval(reach));
    }

    private void schedule(Poll poll, Instant at) {
        unschedule(poll);
        Due due = new Due(at, order++, poll);
        dues.put(poll, due);
        queue.add(due);
    }

    private void forget(Poll poll) {
        unschedule(poll);
        retryWaits.remove(poll);
        seenAt.remove(poll);
    }

    private void unschedule(Poll poll) {
        Due due = dues.remove(poll);
        if (due != null) {
            queue.remove(due);
        }
    }

    /// Appointments of calendars, users and groups; blocked time of calendars and users, because a user's block, such
    /// as one synced from another calendar, does not show under any calendar.
    private Set<Poll> polls() {
        Set<Poll> polls = new LinkedHashSet<>();
        for (Poll.Reach reach : Poll.Reach.values()) {
            union(location.calendars().keySet(), found.calendars()).forEach(id ->
                    add(polls, WindowOwner.Kind.CALENDAR, id, reach));
            union(location.users().keySet(), found.users()).forEach(id -> add(polls, WindowOwner.Kind.USER, id, reach));
            location.groups().forEach(id ->
                    polls.add(new Poll(new WindowOwner(WindowOwner.Kind.GROUP, id), Poll.Content.APPOINTMENTS, reach)));
        }
        return polls;
    }

    private static Set<String> union(Set<String> named, Set<String> found) {
        Set<String> all = new TreeSet<>(named);
        all.addAll(found);
        return all;
    }

    private static void add(Set<Poll> polls, WindowOwner.Kind kind, String id, Poll.Reach reach) {
        for (Poll.Content content : Poll.Content.values()) {
            polls.add(new Poll(new WindowOwner(kind, id), content, reach));
        }
    }
}
