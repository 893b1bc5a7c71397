package dev.almanac.dev;

import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The settings of a simulated calendar, after the vendor's API description.
///
/// @param type          `round_robin`, `event`, `class_booking`, `collective`, `service_booking` or `personal`
/// @param groupId       null outside a group
/// @param team          user ids of its team members; empty for a calendar without users
/// @param slotDuration  the only valid length of a booking
/// @param slotInterval  slots start at this distance, counted from opening
/// @param seats         the vendor's `appoinmentPerSlot`: bookings one slot takes, per user or, in a class, in all
/// @param minimumNotice how long before its start a slot can last be booked
/// @param bookableFor   how far ahead slots can be booked
/// @param autoConfirm   whether a booking without a status is `confirmed` rather than `new`
public record VendorCalendar(
        String id,
        String name,
        String type,
        String groupId,
        List<String> team,
        Duration slotDuration,
        Duration slotInterval,
        int seats,
        WeeklyHours hours,
        Duration minimumNotice,
        Duration bookableFor,
        boolean autoConfirm) {

    public VendorCalendar {
        team = List.copyOf(team);
    }

    /// Half-hour slots on the half hour, one seat, always open, bookable a year ahead.
    public static VendorCalendar of(String id, String type, String... team) {
        return new VendorCalendar(
                id, "Calendar " + id, type, null, List.of(team), Duration.ofMinutes(30), Duration.ofMinutes(30), 1,
                WeeklyHours.always(), Duration.ZERO, Duration.ofDays(365), true);
    }

    public VendorCalendar named(String text) {
        return new VendorCalendar(
                id, text, type, groupId, team, slotDuration, slotInterval, seats, hours, minimumNotice, bookableFor,
                autoConfirm);
    }

    public VendorCalendar inGroup(String group) {
        return new VendorCalendar(
                id, name, type, group, team, slotDuration, slotInterval, seats, hours, minimumNotice, bookableFor,
                autoConfirm);
    }

    public VendorCalendar withSlots(Duration duration, Duration interval) {
        return new VendorCalendar(
                id, name, type, groupId, team, duration, interval, seats, hours, minimumNotice, bookableFor,
                autoConfirm);
    }

    public VendorCalendar withSeats(int count) {
        return new VendorCalendar(
                id, name, type, groupId, team, slotDuration, slotInterval, count, hours, minimumNotice, bookableFor,
                autoConfirm);
    }

    public VendorCalendar withHours(WeeklyHours week) {
        return new VendorCalendar(
                id, name, type, groupId, team, slotDuration, slotInterval, seats, week, minimumNotice, bookableFor,
                autoConfirm);
    }

    public VendorCalendar bookable(Duration notice, Duration ahead) {
        return new VendorCalendar(
                id, name, type, groupId, team, slotDuration, slotInterval, seats, hours, notice, ahead, autoConfirm);
    }

    /// Where slots start on a local day, free or not; a time that a clock change skips is left out.
    Stream<OffsetDateTime> starts(LocalDate day, ZoneId zone) {
        int length = (int) slotDuration.toMinutes();
        int step = (int) slotInterval.toMinutes();
        return hours.on(day).stream()
                .flatMapToInt(open -> IntStream.iterate(
                        open.opens(), at -> at + length <= open.closes(), at -> at + step))
                .mapToObj(minute -> day.atTime(minute / 60, minute % 60))
                .filter(local -> !zone.getRules().getValidOffsets(local).isEmpty())
                .map(local -> local.atZone(zone).toOffsetDateTime());
    }

    /// Whether a slot's seats are shared by everybody instead of counted per user.
    boolean isClass() {
        return type.equals("class_booking") || team.isEmpty();
    }
}
