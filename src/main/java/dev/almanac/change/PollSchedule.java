package dev.almanac.change;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.DayAllowance;
import dev.almanac.calendar.Window;
import dev.almanac.calendar.WindowOwner;
import dev.almanac.location.Location;
import dev.almanac.location.PollSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// When which window of a location is due. Intervals are as set, and longer where they would use up more than their
/// share of the day's request allowance, or of what is left of it: the rest is kept for commands, which polling never
/// takes from them, however many there were before. One owner; not thread-safe.
public final class PollSchedule {
    /// Of the day's allowance, kept for commands and readings.
    private static final double KEPT = 0.1;
    /// Of polling's share; the rest is for readings by id, and for the first look at everything after a restart.
    private static final double SCHEDULED = 0.95;
    private static final Duration DAY = Duration.ofDays(1);

    private record Due(Instant at, long order, Poll poll) {}

    private final Map<Poll, Due> dues = new LinkedHashMap<>();
    private final TreeSet<Due> queue = new TreeSet<>(Comparator.comparing(Due::at).thenComparing(Due::order));
    private final Map<Poll, Duration> retryWaits = new HashMap<>();
    private final Map<Poll, Instant> seenAt = new HashMap<>();
    private PollSettings settings = PollSettings.DEFAULT;
    /// Null before the first settings.
    private Location location;
    private Set<String> foundCalendars = Set.of();
    private Set<String> foundUsers = Set.of();
    /// So that a whole day takes no more than its share.
    private double stretch = 1;
    /// So that what is left of this day is enough.
    private double stretchForRest = 1;
    /// What the intervals as set come to.
    private double requestsPerMilli;
    /// For want of what is left, no interval is stretched beyond: then there is a new allowance.
    private Duration longest = Duration.ofDays(1);
    private boolean resting;
    private long order;

    /// Takes over a location's settings: new owners are due at once, owners no longer named are forgotten. Where
    /// intervals or windows are others than before, everything is due at once.
    public void configure(Location location, Instant now) {
        boolean anew = !settings.equals(location.polling());
        settings = location.polling();
        this.location = location;
        if (!settings.discover()) {
            foundCalendars = Set.of();
            foundUsers = Set.of();
        }
        watch(now, anew);
    }

    /// Calendars and users that the settings do not name, but that there are: these, and no others.
    public void found(Set<String> calendars, Set<String> users, Instant now) {
        if (!calendars.equals(foundCalendars) || !users.equals(foundUsers)) {
            foundCalendars = Set.copyOf(calendars);
            foundUsers = Set.copyOf(users);
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
        double left = day.remaining() - KEPT * day.limit();
        double share = SCHEDULED * settings.dailyPercent() / 100.0 * day.limit();
        resting = left <= 0;
        longest = day.lasts();
        stretch = Math.max(1, requestsPerMilli * DAY.toMillis() / share);
        stretchForRest = resting ? 1 : Math.max(1, requestsPerMilli * day.lasts().toMillis() / left);
    }

    /// The poll to be made now; empty where none is due. Takes it: it is due again an interval later, counted from now.
    ///
    /// Near windows go first, the longest due before others. A far one that has been due for a whole interval of its
    /// own goes before them, so that a budget too small for the near windows alone does not leave the far ones unseen
    /// for ever.
    public Optional<Poll> next(Instant now) {
        if (resting) {
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
            Duration wait = shorter(retryWaits.getOrDefault(poll, firstWait), stretched(poll.reach()));
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

    /// Something has changed that only lists will tell: the appointments of its calendar are due at once.
    public void pollNow(Appointment changed, Instant now) {
        List.copyOf(dues.values()).stream()
                .filter(due -> due.poll().content() == Poll.Content.APPOINTMENTS && changed.isOf(due.poll().owner()))
                .filter(due -> due.at().isAfter(now))
                .forEach(due -> schedule(due.poll(), now));
    }

    /// The window of a poll at an instant.
    public Window window(Poll.Reach reach, Instant now) {
        return switch (reach) {
            case NEAR -> new Window(now.minus(settings.nearPast()), now.plus(settings.nearFuture()));
            case FAR -> new Window(now.minus(settings.farPast()), now.plus(settings.farFuture()));
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
        long asSet = interval(reach).toMillis();
        long most = Math.max(asSet, longest.toMillis());
        long forRest = Math.min((long) (asSet * stretchForRest), most);
        return Duration.ofMillis(Math.max((long) (asSet * stretch), forRest));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
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
            union(location.calendars().keySet(), foundCalendars).forEach(id ->
                    add(polls, WindowOwner.Kind.CALENDAR, id, reach));
            union(location.users().keySet(), foundUsers).forEach(id -> add(polls, WindowOwner.Kind.USER, id, reach));
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
