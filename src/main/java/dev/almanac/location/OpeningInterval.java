package dev.almanac.location;

/// A stretch of one day in local time, in minutes since its start; 1440 is the end of the day.
public record OpeningInterval(int opens, int closes) {
    public OpeningInterval {
        if (opens < 0 || closes > 1440 || opens >= closes) {
            throw new IllegalArgumentException("an interval must lie within a day and end after it starts: " + this);
        }
    }

    /// Reads two `HH:mm`; `24:00` is the end of the day.
    ///
    /// @throws IllegalArgumentException with a message for the person who wrote it
    public static OpeningInterval parse(String opens, String closes) {
        return new OpeningInterval(minutes(opens), minutes(closes));
    }

    private static int minutes(String text) {
        if (!text.matches("([01]\\d|2[0-3]):[0-5]\\d|24:00")) {
            throw new IllegalArgumentException("'" + text + "' is not a time of day as HH:mm");
        }
        return Integer.parseInt(text.substring(0, 2)) * 60 + Integer.parseInt(text.substring(3));
    }

    private static String text(int minutes) {
        return "%02d:%02d".formatted(minutes / 60, minutes % 60);
    }

    public String opensText() {
        return text(opens);
    }

    public String closesText() {
        return text(closes);
    }

    @Override
    public String toString() {
        return text(opens) + "-" + text(closes);
    }
}
