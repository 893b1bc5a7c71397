package dev.almanac.calendar;

/// What a status means. The API's own text is kept beside it everywhere, because new ones may appear.
public enum AppointmentStatus {
    NEW,
    CONFIRMED,
    CANCELLED,
    SHOWED,
    NO_SHOW,
    INVALID,
    /// Missing, or a text this version does not know.
    UNKNOWN;

    /// Reads the API's text. `completed` is stored by the vendor as `showed` and `active` is its state of a confirmed
    /// appointment; both may be read back, and so may the American `canceled`.
    public static AppointmentStatus of(String text) {
        return switch (text) {
            case null -> UNKNOWN;
            case "new" -> NEW;
            case "confirmed", "active" -> CONFIRMED;
            case "cancelled", "canceled" -> CANCELLED;
            case "showed", "completed" -> SHOWED;
            case "noshow" -> NO_SHOW;
            case "invalid" -> INVALID;
            default -> UNKNOWN;
        };
    }
}
