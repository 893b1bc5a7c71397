package dev.almanac.dev;

/// A user of a simulated location and the hours in which they work.
public record VendorUser(String id, String name, WeeklyHours hours) {}
