package dev.almanac.calendar;

/// Who or what made an event.
///
/// @param userId the user, or null
/// @param source an open set: `booking_widget`, `google_calendar`, `calendar_page`, …; or null
public record CreatedBy(String userId, String source) {}
