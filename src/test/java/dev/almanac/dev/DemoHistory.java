package dev.almanac.dev;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Random;

/// What has happened in the calendars before the development environment starts: some days of appointments that were
/// kept, missed or cancelled, and the next days half booked, so that there are figures to look at from the first
/// minute.
public final class DemoHistory {
    private static final double BOOKED = 0.45;
    /// Marking the day's appointments takes the staff until the next day.
    private static final Duration MARKED_AFTER = Duration.ofDays(1);

    private final SimulatedCalendar calendar;
    private final Random random;

    /// @param seed the same seed and time give the same history
    public DemoHistory(SimulatedCalendar calendar, long seed) {
        this.calendar = calendar;
        this.random = new Random(seed);
    }

    /// Fills every location, from so many days ago to so many days ahead of the calendar's time.
    public void fill(int pastDays, int futureDays) {
        for (VendorLocation location : calendar.locations()) {
            LocalDate today = calendar.time().instant().atZone(location.zone()).toLocalDate();
            for (int day = -pastDays; day <= futureDays; day++) {
                for (VendorUser user : location.users()) {
                    fillDay(location, user, today.plusDays(day));
                }
            }
        }
    }

    /// Walks through a user's day from one booking to the next, in calendars the user is on the team of.
    private void fillDay(VendorLocation location, VendorUser user, LocalDate day) {
        var calendars = location.calendars().stream().filter(each -> each.team().contains(user.id())).toList();
        for (WeeklyHours.Opening opening : user.hours().on(day)) {
            int minute = opening.opens();
            while (minute < opening.closes()) {
                VendorCalendar booked = calendars.get(random.nextInt(calendars.size()));
                int length = (int) booked.slotDuration().toMinutes();
                ZonedDateTime start = day.atStartOfDay(location.zone()).withHour(minute / 60).withMinute(minute % 60);
                boolean fits = minute + length <= opening.closes() && isSlot(booked, day, minute);
                if (fits && random.nextDouble() < BOOKED) {
                    book(location, booked, user, start.toInstant());
                    minute += length;
                } else {
                    minute += (int) booked.slotInterval().toMinutes();
                }
            }
        }
    }

    private static boolean isSlot(VendorCalendar booked, LocalDate day, int minute) {
        return booked.hours().on(day).stream().anyMatch(open -> minute >= open.opens()
                && minute + booked.slotDuration().toMinutes() <= open.closes()
                && (minute - open.opens()) % booked.slotInterval().toMinutes() == 0);
    }

    private void book(VendorLocation location, VendorCalendar booked, VendorUser user, Instant start) {
        Instant now = calendar.time().instant();
        Instant earlier = start.isBefore(now) ? start : now;
        Instant added = earlier.minus(Duration.ofHours(1 + random.nextInt(200)));
        Instant updated = start.isBefore(now) ? start : added;
        calendar.people().book(location.id(), booked.id(), user.id(), contact(random), start, Map.of(
                "dateAdded", StoredEvent.stamp(added),
                "dateUpdated", StoredEvent.stamp(updated),
                "appointmentStatus", start.isBefore(now) ? outcome(start, now) : "confirmed"));
    }

    /// Of ten past appointments about seven were kept, one was missed and one cancelled; a few nobody has marked, and
    /// of the last day's most.
    private String outcome(Instant start, Instant now) {
        if (start.isAfter(now.minus(MARKED_AFTER)) && random.nextInt(3) > 0) {
            return "confirmed";
        }
        double dice = random.nextDouble();
        return dice < 0.72 ? "showed" : dice < 0.85 ? "noshow" : dice < 0.95 ? "cancelled" : "confirmed";
    }

    static String contact(Random random) {
        return "contact-%03d".formatted(random.nextInt(400));
    }
}
