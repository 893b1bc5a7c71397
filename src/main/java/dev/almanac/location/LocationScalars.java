package dev.almanac.location;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How single values are written in the locations file. Each rule reports at the line and column of the value it refuses.
final class LocationScalars {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})([smhd])");

    private LocationScalars() {}

    static SimpleModule module() {
        SimpleModule module = new SimpleModule("locations");
        value(module, ZoneId.class, LocationScalars::zone);
        value(module, Duration.class, LocationScalars::duration);
        value(module, OpeningInterval.class, LocationScalars::interval);
        key(module, DayOfWeek.class, LocationScalars::day);
        key(module, LocalDate.class, LocationScalars::date);
        return module;
    }

    /// Names of the IANA list, old ones such as `US/Eastern` included, because the vendor still hands them out. Offsets are
    /// refused: they would be wrong for half of the year.
    static ZoneId zone(String text) {
        if (!ZoneId.getAvailableZoneIds().contains(text)) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a time zone; use an IANA name such as America/New_York");
        }
        return ZoneId.of(text);
    }

    static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a duration; write a whole number and s, m, h or d, such as 60s or 15m");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2).charAt(0)) {
            case 's' -> Duration.ofSeconds(amount);
            case 'm' -> Duration.ofMinutes(amount);
            case 'h' -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    static OpeningInterval interval(String text) {
        String[] ends = text.split("-", -1);
        if (ends.length != 2) {
            throw new IllegalArgumentException("'" + text + "' is not a stretch of a day; write it as 09:00-17:00");
        }
        return OpeningInterval.parse(ends[0].strip(), ends[1].strip());
    }

    static DayOfWeek day(String text) {
        try {
            return DayOfWeek.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("'" + text + "' is not a day of the week; use monday to sunday", unknown);
        }
    }

    static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException unreadable) {
            throw new IllegalArgumentException("'" + text + "' is not a date; write it as 2026-12-24", unreadable);
        }
    }

    private static <T> void value(SimpleModule module, Class<T> type, Function<String, T> parse) {
        module.addDeserializer(type, new StdDeserializer<T>(type) {
            @Override
            public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
                if (!parser.currentToken().isScalarValue()) {
                    throw new JsonMappingException(parser, "a single value is expected here, not a list or a mapping");
                }
                return parsed(parse, parser.getText(), parser);
            }
        });
    }

    private static <T> void key(SimpleModule module, Class<T> type, Function<String, T> parse) {
        module.addKeyDeserializer(type, new KeyDeserializer() {
            @Override
            public Object deserializeKey(String key, DeserializationContext context) throws IOException {
                return parsed(parse, key, context.getParser());
            }
        });
    }

    private static <T> T parsed(Function<String, T> parse, String text, JsonParser parser) throws JsonMappingException {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException refused) {
            throw new JsonMappingException(parser, refused.getMessage(), refused);
        }
    }
}
