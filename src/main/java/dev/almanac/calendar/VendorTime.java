package dev.almanac.calendar;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.regex.Pattern;

/// The spellings in which the API tells an instant: ISO-8601 with an offset or `Z`, with or without fractions, and, by
/// its description's word if not by its deeds, epoch milliseconds. A local time without an offset is not an instant,
/// and guessing its zone would be worse than refusing it.
final class VendorTime {
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT);

    private static final Pattern EPOCH_MILLIS = Pattern.compile("-?\\d{1,15}");

    private VendorTime() {}

    /// @throws DateTimeException if the text is none of these
    static OffsetDateTime parse(String text) {
        return EPOCH_MILLIS.matcher(text).matches()
                ? Instant.ofEpochMilli(Long.parseLong(text)).atOffset(ZoneOffset.UTC)
                : OffsetDateTime.parse(text, ISO);
    }
}
