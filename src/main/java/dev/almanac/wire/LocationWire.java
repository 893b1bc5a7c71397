package dev.almanac.wire;

import dev.almanac.location.Location;
import dev.almanac.location.OpeningHours;
import dev.almanac.location.PollSettings;
import dev.almanac.schema.WatchedCalendar;
import dev.almanac.schema.WatchedUser;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Locations. Almanac writes every setting; what another writer left out gets the defaults here.
final class LocationWire {
    static final Mapping<dev.almanac.schema.Location, Location> MAPPING = new Mapping<>(
            dev.almanac.schema.Location.class,
            dev.almanac.schema.Location.SCHEMA$,
            LocationWire::toAvro,
            LocationWire::fromAvro);

    private LocationWire() {}

    static dev.almanac.schema.Location toAvro(Location location) {
        return new dev.almanac.schema.Location(
                location.locationId(),
                location.timeZone().getId(),
                location.credential(),
                inOrder(location.calendars(), (id, hours) -> new WatchedCalendar(id, hours, location.seats().get(id))),
                inOrder(location.users(), WatchedUser::new),
                location.groups(),
                OpeningHoursWire.toAvro(location.openingHours()),
                toAvro(location.polling()),
                whole(location.lateCancellationNotice(), Duration.ofMinutes(1), "lateCancellationNotice"));
    }

    static Location fromAvro(dev.almanac.schema.Location avro) {
        return new Location(
                avro.getLocationId(),
                ZoneId.of(avro.getTimeZone()),
                avro.getCredential(),
                byId(avro.getCalendars(), WatchedCalendar::getCalendarId, WatchedCalendar::getOpeningHours),
                seats(avro.getCalendars()),
                byId(avro.getUsers(), WatchedUser::getUserId, WatchedUser::getOpeningHours),
                avro.getGroups(),
                OpeningHoursWire.fromAvro(avro.getOpeningHours()),
                avro.getPolling() == null ? PollSettings.DEFAULT : fromAvro(avro.getPolling()),
                duration(avro.getLateCancellationNoticeMinutes(), Duration.ofMinutes(1),
                        Location.DEFAULT_LATE_CANCELLATION_NOTICE));
    }

    private static dev.almanac.schema.PollSettings toAvro(PollSettings polling) {
        return new dev.almanac.schema.PollSettings(
                whole(polling.nearInterval(), Duration.ofSeconds(1), "nearInterval"),
                whole(polling.farInterval(), Duration.ofSeconds(1), "farInterval"),
                whole(polling.nearPast(), Duration.ofHours(1), "nearPast"),
                whole(polling.nearFuture(), Duration.ofHours(1), "nearFuture"),
                whole(polling.farPast(), Duration.ofDays(1), "farPast"),
                whole(polling.farFuture(), Duration.ofDays(1), "farFuture"),
                polling.dailyPercent(),
                polling.discover());
    }

    private static PollSettings fromAvro(dev.almanac.schema.PollSettings avro) {
        PollSettings otherwise = PollSettings.DEFAULT;
        return new PollSettings(
                duration(avro.getNearIntervalSeconds(), Duration.ofSeconds(1), otherwise.nearInterval()),
                duration(avro.getNearPastHours(), Duration.ofHours(1), otherwise.nearPast()),
                duration(avro.getNearFutureHours(), Duration.ofHours(1), otherwise.nearFuture()),
                duration(avro.getFarIntervalSeconds(), Duration.ofSeconds(1), otherwise.farInterval()),
                duration(avro.getFarPastDays(), Duration.ofDays(1), otherwise.farPast()),
                duration(avro.getFarFutureDays(), Duration.ofDays(1), otherwise.farFuture()),
                avro.getDailyPercent() == null ? otherwise.dailyPercent() : avro.getDailyPercent(),
                avro.getDiscover() == null ? otherwise.discover() : avro.getDiscover());
    }

    // Rounding would change a setting silently.
    private static int whole(Duration duration, Duration unit, String name) {
        long count = duration.dividedBy(unit);
        if (!unit.multipliedBy(count).equals(duration)) {
            throw new IllegalArgumentException(name + " must be a multiple of " + unit + ", not " + duration);
        }
        return Math.toIntExact(count);
    }

    private static Duration duration(Integer count, Duration unit, Duration otherwise) {
        return count == null ? otherwise : unit.multipliedBy(count);
    }

    private static Map<String, Integer> seats(List<WatchedCalendar> calendars) {
        return calendars.stream()
                .filter(calendar -> calendar.getSeats() != null)
                .collect(Collectors.toMap(
                        WatchedCalendar::getCalendarId, WatchedCalendar::getSeats, (first, again) -> again));
    }

    private static <T> List<T> inOrder(
            Map<String, Optional<OpeningHours>> watched, BiFunction<String, dev.almanac.schema.OpeningHours, T> make) {
        return watched.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(it -> make.apply(it.getKey(), OpeningHoursWire.toAvro(it.getValue().orElse(null))))
                .toList();
    }

    private static <T> Map<String, Optional<OpeningHours>> byId(
            List<T> watched, Function<T, String> id, Function<T, dev.almanac.schema.OpeningHours> hours) {
        return watched.stream()
                .collect(Collectors.toMap(
                        id,
                        it -> Optional.ofNullable(OpeningHoursWire.fromAvro(hours.apply(it))),
                        (first, again) -> again));
    }
}
