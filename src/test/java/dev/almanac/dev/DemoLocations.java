package dev.almanac.dev;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The locations of the development environment, as plain data: four small businesses around the world, in zones with
/// and without daylight saving and with a half-hour offset. The ids never change, so that a calendar and the topics
/// written from it still match after a restart. Each has one token, `demo-token-<id>`.
public final class DemoLocations {
    private static final WeeklyHours OFFICE = WeeklyHours.weekdays(9, 17);
    private static final WeeklyHours LATE = WeeklyHours.weekdays(11, 19);
    private static final WeeklyHours SIX_DAYS = WeeklyHours.on(List.of(DayOfWeek.values()).subList(0, 6), 10, 18);

    private DemoLocations() {}

    public static List<VendorLocation> all() {
        return List.of(dentist(), physiotherapist(), studio(), clinic());
    }

    private static VendorLocation dentist() {
        return location("loc-new-york", "Hudson Dental", "America/New_York", RateAllowance.PUBLISHED,
                Map.of("amy-ny", OFFICE, "ben-ny", OFFICE, "cleo-ny", LATE),
                VendorCalendar.of("cal-ny-checkup", "round_robin", "amy-ny", "ben-ny", "cleo-ny")
                        .named("Checkup").inGroup("grp-ny-front").withHours(WeeklyHours.weekdays(9, 19)),
                VendorCalendar.of("cal-ny-hygiene", "round_robin", "ben-ny", "cleo-ny")
                        .named("Hygiene").inGroup("grp-ny-front").withHours(OFFICE)
                        .withSlots(Duration.ofMinutes(45), Duration.ofMinutes(45)),
                VendorCalendar.of("cal-ny-amy", "personal", "amy-ny").named("Consultation with Amy").withHours(OFFICE));
    }

    private static VendorLocation physiotherapist() {
        return location("loc-berlin", "Physio am Park", "Europe/Berlin", RateAllowance.PUBLISHED,
                Map.of("dora-be", WeeklyHours.weekdays(8, 16), "emil-be", LATE),
                VendorCalendar.of("cal-be-therapy", "round_robin", "dora-be", "emil-be")
                        .named("Therapy").withHours(WeeklyHours.weekdays(8, 19)),
                VendorCalendar.of("cal-be-first", "round_robin", "dora-be", "emil-be").named("First visit")
                        .withHours(OFFICE).withSlots(Duration.ofHours(1), Duration.ofHours(1)),
                VendorCalendar.of("cal-be-gym", "event").named("Gym room").withHours(OFFICE));
    }

    private static VendorLocation studio() {
        return location("loc-tokyo", "Sakura Studio", "Asia/Tokyo", RateAllowance.PUBLISHED,
                Map.of("fumi-to", SIX_DAYS, "goro-to", SIX_DAYS),
                VendorCalendar.of("cal-to-lesson", "round_robin", "fumi-to", "goro-to")
                        .named("Lesson").withHours(SIX_DAYS),
                VendorCalendar.of("cal-to-class", "class_booking", "goro-to").named("Evening class").withSeats(6)
                        .withHours(WeeklyHours.weekdays(16, 20)).withSlots(Duration.ofHours(1), Duration.ofHours(1)));
    }

    /// With the small allowance of a trial account, so that a tight budget is seen, too.
    private static VendorLocation clinic() {
        return location("loc-kolkata", "Lotus Clinic", "Asia/Kolkata", RateAllowance.TRIAL,
                Map.of("hari-ko", SIX_DAYS, "indu-ko", SIX_DAYS),
                VendorCalendar.of("cal-ko-visit", "round_robin", "hari-ko", "indu-ko")
                        .named("Visit").withHours(SIX_DAYS)
                        .withSlots(Duration.ofMinutes(20), Duration.ofMinutes(20)),
                VendorCalendar.of("cal-ko-indu", "personal", "indu-ko").named("Call with Indu").withHours(SIX_DAYS));
    }

    private static VendorLocation location(
            String id,
            String name,
            String zone,
            RateAllowance allowance,
            Map<String, WeeklyHours> hours,
            VendorCalendar... calendars) {
        List<VendorUser> users = new ArrayList<>();
        hours.forEach((user, week) -> users.add(new VendorUser(user, user.substring(0, user.indexOf('-')), week)));
        users.sort((a, b) -> a.id().compareTo(b.id()));
        return new VendorLocation(
                id, name, ZoneId.of(zone), List.of(VendorToken.full("demo-token-" + id)), allowance,
                List.of(calendars), users);
    }
}
