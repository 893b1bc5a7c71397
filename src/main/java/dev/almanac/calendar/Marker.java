package dev.almanac.calendar;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text in an appointment's description by which the command that created it is recognised, because the API knows no
/// idempotency key. Customers can see it; whoever edits it away takes the proof with it.
public final class Marker {
    private static final Pattern FORM = Pattern.compile("\\[almanac:([A-Za-z0-9._:-]{1,128})]");

    private Marker() {}

    public static String of(String commandId) {
        return "[almanac:" + commandId + "]";
    }

    /// The text with the marker at its end, where it disturbs a reader least, and with no other: a description copied from
    /// another booking would claim to be that one.
    public static String append(String text, String marker) {
        String own = text == null ? "" : strip(text);
        return own.isBlank() ? marker : own + "\n" + marker;
    }

    /// The text without markers; unchanged where it has none, or is null.
    public static String strip(String text) {
        if (text == null) {
            return null;
        }
        Matcher matcher = FORM.matcher(text);
        return matcher.find() ? matcher.replaceAll("").stripTrailing() : text;
    }

    /// The command that an appointment names as its creator. Anybody can write such a text: it is a claim to be checked, and
    /// only the first one counts.
    public static Optional<String> in(Appointment appointment) {
        return in(appointment.description()).or(() -> in(appointment.notes()));
    }

    /// Whether an appointment carries this marker anywhere, be it beside others.
    public static boolean isIn(Appointment appointment, String marker) {
        return contains(appointment.description(), marker) || contains(appointment.notes(), marker);
    }

    private static boolean contains(String text, String marker) {
        return text != null && text.contains(marker);
    }

    static Optional<String> in(String text) {
        if (text == null) {
            return Optional.empty();
        }
        Matcher matcher = FORM.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
