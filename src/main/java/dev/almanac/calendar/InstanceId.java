package dev.almanac.calendar;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Ids of single occurrences of a series: `<series id>_<start, epoch millis>_<duration, seconds>`, as the vendor's
/// API description shows them. Because the start is part of the id, a moved occurrence may come back under another one.
public final class InstanceId {
    private static final Pattern FORM = Pattern.compile("(.+)_\\d{12,14}_\\d+");

    private InstanceId() {}

    /// The series an id belongs to; an id that is not of an instance stands for itself.
    public static String seriesOf(String eventId) {
        Matcher matcher = FORM.matcher(eventId);
        return matcher.matches() ? matcher.group(1) : eventId;
    }
}
