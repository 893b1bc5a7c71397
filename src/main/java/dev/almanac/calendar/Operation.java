package dev.almanac.calendar;

import java.util.Locale;

/// What a request asks the vendor to do, as far as it changes what an answer means, and as metrics and people name it.
public enum Operation {
    READ_APPOINTMENT("GET"),
    LIST_APPOINTMENTS("GET"),
    LIST_BLOCKED_TIME("GET"),
    LIST_CALENDARS("GET"),
    CREATE_APPOINTMENT("POST"),
    UPDATE_APPOINTMENT("PUT");

    /// Of HTTP.
    final String method;

    Operation(String method) {
        this.method = method;
    }

    /// In small letters.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
