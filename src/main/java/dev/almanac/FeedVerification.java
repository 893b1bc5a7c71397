package dev.almanac;

import dev.almanac.calendar.ApiResult;
import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.BlockedTime;
import dev.almanac.calendar.CalendarApi;
import dev.almanac.calendar.Caller;
import dev.almanac.calendar.EventList;
import dev.almanac.calendar.Window;
import dev.almanac.calendar.WindowOwner;
import dev.almanac.change.AppointmentRow;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.change.FeedComparison;
import dev.almanac.change.FeedComparison.Difference;
import dev.almanac.change.FoundOwners;
import dev.almanac.change.WindowSnapshot;
import dev.almanac.kafka.Placement;
import dev.almanac.kafka.SetupFailed;
import dev.almanac.location.Location;
import dev.almanac.shard.CompactedReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Asks the calendar for everything in the far windows of a location, and compares it with the rows of the feed. What differs is
/// looked at again until it does not, because the feed may see it a moment later, or patience is at an end.
///
/// It reads only, and sends its requests one after the other with a pause between them; they come out of the same allowance as
/// those of the processes that serve the location.
final class FeedVerification {
    /// Answers that tell nothing, in a row, before it gives up.
    private static final int MOST_FAILURES = 10;

    private final Sources sources;
    private final Pace pace;
    private final Consumer<String> out;

    /// What is compared.
    record Sources(CalendarApi api, Topics topics, CompactedReader reader, int shards, InstantSource clock) {}

    /// @param pause    between two requests
    /// @param again    between two looks at what differs
    /// @param patience how long something may differ
    record Pace(Duration pause, Duration again, Duration patience) {}

    private record Found(boolean blocked, Difference difference) {}

    /// One look at what owners have.
    private static final class Look {
        private final Map<String, Found> differing = new TreeMap<>();
        private final Set<String> blocks = new HashSet<>();
        private int listed;

        void add(boolean blocked, List<Difference> differences) {
            differences.forEach(each -> differing.put(each.id(), new Found(blocked, each)));
        }
    }

    /// @param out gets what is to be printed, line by line
    FeedVerification(Sources sources, Pace pace, Consumer<String> out) {
        this.sources = sources;
        this.pace = pace;
        this.out = out;
    }

    /// Verifies one location.
    ///
    /// @return how many differences stayed
    /// @throws SetupFailed where the calendar does not answer
    int verify(Location location, Caller caller) throws InterruptedException {
        Instant end = sources.clock().instant().plus(pace.patience());
        Rows rows = rows(location);
        Set<WindowOwner> owners = owners(location, caller, rows);
        Look look = new Look();
        for (WindowOwner owner : owners) {
            compareAppointments(location, caller, owner, rows, look);
        }
        compareBlocks(location, caller, owners, rows, look);
        Map<String, Found> differing = look.differing;
        out.accept("%s: %d calendars, users and groups, %d appointments and blocked times listed, %d rows, %d differ".formatted(
                location.locationId(), owners.size(), look.listed, rows.size(), differing.size()));
        while (!differing.isEmpty() && sources.clock().instant().isBefore(end)) {
            Thread.sleep(pace.again());
            differing = lookAgain(location, caller, owners, differing);
            out.accept("%s: %d still differ".formatted(location.locationId(), differing.size()));
        }
        differing.values().forEach(found -> out.accept("%s: %s %s is %s".formatted(
                location.locationId(), found.blocked() ? "blocked time" : "appointment", found.difference().id(),
                found.difference().what())));
        return differing.size();
    }

    private record Rows(Map<String, AppointmentRow> appointments, Map<String, BlockedTimeRow> blocks) {
        int size() {
            return appointments.size() + blocks.size();
        }
    }

    private Rows rows(Location location) throws InterruptedException {
        int partition = Placement.partitionOf(location.locationId(), sources.shards());
        try {
            return new Rows(
                    byId(
                            sources.reader().read(sources.topics().appointments(), partition, () -> false),
                            AppointmentRow::id, row -> row.locationId().equals(location.locationId())),
                    byId(
                            sources.reader().read(sources.topics().blockedTime(), partition, () -> false),
                            BlockedTimeRow::id, row -> row.locationId().equals(location.locationId())));
        } catch (ExecutionException failure) {
            throw new SetupFailed("the rows cannot be read: " + failure.getCause().getMessage(), failure);
        }
    }

    /// Those of the settings, and those that Almanac should have found.
    private Set<WindowOwner> owners(Location location, Caller caller, Rows rows) throws InterruptedException {
        Set<WindowOwner> owners = new LinkedHashSet<>();
        location.calendars().keySet().forEach(id -> owners.add(new WindowOwner(WindowOwner.Kind.CALENDAR, id)));
        location.users().keySet().forEach(id -> owners.add(new WindowOwner(WindowOwner.Kind.USER, id)));
        location.groups().forEach(id -> owners.add(new WindowOwner(WindowOwner.Kind.GROUP, id)));
        if (location.polling().discover()) {
            ask(() -> noneIfDenied(sources.api().listCalendars(caller, location.locationId()))).orElse(List.of())
                    .forEach(id -> owners.add(new WindowOwner(WindowOwner.Kind.CALENDAR, id)));
            FoundOwners named = FoundOwners.named(rows.appointments().values());
            named.calendars().forEach(id -> owners.add(new WindowOwner(WindowOwner.Kind.CALENDAR, id)));
            named.users().forEach(id -> owners.add(new WindowOwner(WindowOwner.Kind.USER, id)));
        }
        return owners;
    }

    private void compareAppointments(Location location, Caller caller, WindowOwner owner, Rows rows, Look look)
            throws InterruptedException {
        Window window = window(location);
        Instant begunAt = sources.clock().instant();
        List<Appointment> listed = ask(() -> listed(
                        location, owner, sources.api().listAppointments(caller, location.locationId(), owner, window)))
                .map(EventList::appointments)
                .orElse(List.of());
        look.listed += listed.size();
        look.add(false, FeedComparison.ofAppointments(snapshot(owner, window, begunAt, listed), rows.appointments()));
    }

    /// Groups have no blocked time of their own.
    private void compareBlocks(Location location, Caller caller, Set<WindowOwner> owners, Rows rows, Look look)
            throws InterruptedException {
        Window window = window(location);
        Set<WindowOwner> asked = owners.stream()
                .filter(owner -> owner.kind() != WindowOwner.Kind.GROUP)
                .collect(Collectors.toSet());
        for (WindowOwner owner : asked) {
            Instant begunAt = sources.clock().instant();
            List<BlockedTime> listed = ask(() -> listed(
                            location, owner, sources.api().listBlockedTime(caller, location.locationId(), owner, window)))
                    .orElse(List.of());
            look.listed += listed.size();
            listed.forEach(block -> look.blocks.add(block.id()));
            look.add(true, FeedComparison.ofBlockedTime(snapshot(owner, window, begunAt, listed), rows.blocks()));
        }
        look.add(true, FeedComparison.unlistedBlockedTime(look.blocks, asked, window, rows.blocks()));
    }

    private Window window(Location location) {
        Instant now = sources.clock().instant();
        return new Window(now.minus(location.polling().farPast()), now.plus(location.polling().farFuture()));
    }

    private <T> WindowSnapshot<T> snapshot(WindowOwner owner, Window window, Instant begunAt, List<T> entries) {
        return new WindowSnapshot<>(owner, window, begunAt, sources.clock().instant(), entries);
    }

    /// Appointments by their ids, which is what counts; blocked time cannot be read so, and all lists of it are asked for.
    private Map<String, Found> lookAgain(
            Location location, Caller caller, Set<WindowOwner> owners, Map<String, Found> before)
            throws InterruptedException {
        Map<String, Optional<Appointment>> seen = new TreeMap<>();
        for (Found found : before.values()) {
            String id = found.difference().id();
            if (!found.blocked()) {
                seen.put(id, ask(() -> sources.api().readAppointment(caller, location.locationId(), id)));
            }
        }
        // Read after the calendar was, so that the feed had its chance.
        Rows rows = rows(location);
        Look look = new Look();
        seen.forEach((id, appointment) -> FeedComparison
                .ofReading(id, appointment, Optional.ofNullable(rows.appointments().get(id)))
                .ifPresent(difference -> look.add(false, List.of(difference))));
        if (before.values().stream().anyMatch(Found::blocked)) {
            compareBlocks(location, caller, owners, rows, look);
            // What has only now begun to differ has had no chance.
            look.differing.keySet().retainAll(before.keySet());
        }
        return look.differing;
    }

    /// One that is refused, such as of a calendar that is no more, has nothing in it: what the feed knows of it is read by id.
    private <T> ApiResult<T> listed(Location location, WindowOwner owner, ApiResult<T> told) {
        if (told instanceof ApiResult.Refused<T>(_, var answer)) {
            out.accept("%s: the calendar refuses to list %s: %s".formatted(
                    location.locationId(), owner, answer.message()));
            return new ApiResult.NotFound<>(answer);
        }
        return told;
    }

    /// A token that may not list calendars is no fault: Almanac does without, too.
    private static ApiResult<List<String>> noneIfDenied(ApiResult<List<String>> told) {
        return switch (told) {
            case ApiResult.Denied<List<String>>(var answer) -> new ApiResult.Ok<>(List.of(), answer);
            case ApiResult.Refused<List<String>>(_, var answer) -> new ApiResult.Ok<>(List.of(), answer);
            default -> told;
        };
    }

    /// @return empty where there is no such thing
    private <T> Optional<T> ask(Supplier<ApiResult<T>> request) throws InterruptedException {
        for (int failures = 0; failures < MOST_FAILURES; failures++) {
            Thread.sleep(pace.pause().multipliedBy(1L << Math.min(failures, 6)));
            switch (request.get()) {
                case ApiResult.Ok<T>(T value, _) -> {
                    return Optional.of(value);
                }
                case ApiResult.NotFound<T> _ -> {
                    return Optional.empty();
                }
                case ApiResult.Denied<T>(var answer) ->
                    throw new SetupFailed("the calendar does not accept the token: HTTP " + answer.status(), null);
                case ApiResult.Refused<T>(_, var answer) ->
                    throw new SetupFailed("the calendar refuses to answer: " + answer.message(), null);
                case ApiResult.InDoubt<T> _, ApiResult.Throttled<T> _, ApiResult.NotSent<T> _ -> {}
            }
        }
        throw new SetupFailed("the calendar does not answer", null);
    }

    private static <T> Map<String, T> byId(List<T> rows, Function<T, String> id, Function<T, Boolean> wanted) {
        return rows.stream().filter(wanted::apply).collect(Collectors.toMap(id, row -> row));
    }
}
