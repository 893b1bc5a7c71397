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

    private record Found(WindowOwner owner, boolean blocked, Difference difference) {}

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
        Map<String, Found> differing = new TreeMap<>();
        Rows rows = rows(location);
        Set<WindowOwner> owners = owners(location, caller, rows);
        int listed = 0;
        for (WindowOwner owner : owners) {
            listed += compare(location, caller, owner, rows, differing);
        }
        out.accept("%s: %d calendars, users and groups, %d appointments and blocked times listed, %d rows, %d differ".formatted(
                location.locationId(), owners.size(), listed, rows.size(), differing.size()));
        while (!differing.isEmpty() && sources.clock().instant().isBefore(end)) {
            Thread.sleep(pace.again());
            lookAgain(location, caller, differing);
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

    private int compare(Location location, Caller caller, WindowOwner owner, Rows rows, Map<String, Found> differing)
            throws InterruptedException {
        String id = location.locationId();
        Instant now = sources.clock().instant();
        Window window = new Window(now.minus(location.polling().farPast()), now.plus(location.polling().farFuture()));
        Optional<EventList> events = ask(() -> sources.api().listAppointments(caller, id, owner, window));
        List<Appointment> appointments = events.map(EventList::appointments).orElse(List.of());
        add(owner, false, FeedComparison.ofAppointments(snapshot(owner, window, now, appointments), rows.appointments()), differing);
        if (owner.kind() == WindowOwner.Kind.GROUP) {
            return appointments.size();
        }
        List<BlockedTime> blocks =
                ask(() -> sources.api().listBlockedTime(caller, id, owner, window)).orElse(List.of());
        add(owner, true, FeedComparison.ofBlockedTime(snapshot(owner, window, now, blocks), rows.blocks()), differing);
        return appointments.size() + blocks.size();
    }

    private <T> WindowSnapshot<T> snapshot(WindowOwner owner, Window window, Instant begunAt, List<T> entries) {
        return new WindowSnapshot<>(owner, window, begunAt, sources.clock().instant(), entries);
    }

    private static void add(
            WindowOwner owner, boolean blocked, List<Difference> differences, Map<String, Found> differing) {
        differences.forEach(each -> differing.put(each.id(), new Found(owner, blocked, each)));
    }

    /// Appointments by their ids, which is what counts; blocked time cannot be read so.
    private void lookAgain(Location location, Caller caller, Map<String, Found> differing) throws InterruptedException {
        Map<String, Found> before = Map.copyOf(differing);
        differing.clear();
        Map<String, Optional<Appointment>> seen = new TreeMap<>();
        for (Found found : before.values()) {
            String id = found.difference().id();
            if (!found.blocked()) {
                seen.put(id, ask(() -> sources.api().readAppointment(caller, location.locationId(), id)));
            }
        }
        // Read after the calendar was, so that the feed had its chance.
        Rows rows = rows(location);
        seen.forEach((id, appointment) -> FeedComparison
                .ofReading(id, appointment, Optional.ofNullable(rows.appointments().get(id)))
                .ifPresent(difference -> differing.put(id, new Found(before.get(id).owner(), false, difference))));
        Set<WindowOwner> again = before.values().stream()
                .filter(Found::blocked).map(Found::owner).collect(Collectors.toSet());
        for (WindowOwner owner : again) {
            Map<String, Found> anew = new TreeMap<>();
            compare(location, caller, owner, rows, anew);
            anew.values().stream().filter(Found::blocked).forEach(found -> differing.put(found.difference().id(), found));
        }
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
