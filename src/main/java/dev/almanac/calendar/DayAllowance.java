package dev.almanac.calendar;

import java.time.Duration;

/// What a token may still do today, as the vendor's headers tell it.
///
/// @param limit     requests of a whole day
/// @param remaining of these left, less what may have been counted since; may be negative
/// @param lasts     for how long they have to last: until the day's allowance starts anew
public record DayAllowance(int limit, int remaining, Duration lasts) {}
