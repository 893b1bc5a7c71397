package dev.almanac;

import dev.almanac.aggregate.AggregateSettings;
import dev.almanac.calendar.CalendarSettings;
import dev.almanac.command.CommandSettings;
import dev.almanac.http.HttpSettings;
import dev.almanac.kafka.KafkaSettings;
import dev.almanac.live.LiveSettings;
import dev.almanac.location.CredentialSettings;
import dev.almanac.location.LocationSettings;
import dev.almanac.shard.ShardSettings;
import dev.almanac.wire.RegistrySettings;
import io.micronaut.core.convert.exceptions.ConversionErrorException;
import io.micronaut.core.value.PropertyResolver;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Looks at the settings before anything is made of them, so that everything missing or mistyped is reported at once.
///
/// It is also stricter than the framework, which takes the default where an optional setting cannot be read: a mistyped
/// time-out would silently be another one. Values are not quoted; one of them might be a secret in the wrong place.
final class SettingsCheck {
    /// Every settings record of Almanac.
    static final List<Class<?>> RECORDS = List.of(
            KafkaSettings.class,
            RegistrySettings.class,
            CalendarSettings.class,
            CredentialSettings.class,
            LocationSettings.class,
            CommandSettings.class,
            ShardSettings.class,
            AggregateSettings.class,
            LiveSettings.class,
            HttpSettings.class);

    /// Settings without a default.
    static final List<SettingKey> REQUIRED = Stream.of(
                    "almanac.kafka.bootstrap-servers",
                    "almanac.registry.url",
                    "almanac.calendar.base-url",
                    "almanac.locations.file")
            .map(SettingKey::new)
            .toList();

    private SettingsCheck() {}

    /// One line per required setting that is absent or blank, and per setting that is not of its kind.
    static List<String> problems(PropertyResolver settings, Collection<Class<?>> records) {
        Stream<String> missing = REQUIRED.stream()
                .filter(key -> text(settings, key).isEmpty())
                .map(key -> key + " is required and not set");
        Stream<String> mistyped = records.stream()
                .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                .map(component -> mistyped(settings, component))
                .flatMap(Optional::stream);
        return Stream.concat(missing, mistyped).toList();
    }

    private static Optional<String> mistyped(PropertyResolver settings, RecordComponent component) {
        SettingKey key = SettingKey.of(component.getDeclaringRecord(), component.getName());
        return text(settings, key)
                .filter(text -> !readable(settings, key, component.getType(), text))
                .map(text -> key + " must be " + kind(component.getType()));
    }

    private static boolean readable(PropertyResolver settings, SettingKey key, Class<?> type, String text) {
        if (type == boolean.class || type == Boolean.class) {
            return text.equals("true") || text.equals("false");
        }
        try {
            return settings.getProperty(key.key(), type).isPresent();
        } catch (ConversionErrorException unreadable) {
            return false;
        }
    }

    private static String kind(Class<?> type) {
        if (type == Duration.class) {
            return "a duration such as 200ms, 5s, 15m or 7d";
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "a whole number";
        }
        return type == boolean.class || type == Boolean.class ? "true or false" : "readable as " + type.getSimpleName();
    }

    private static Optional<String> text(PropertyResolver settings, SettingKey key) {
        return settings.getProperty(key.key(), String.class).filter(text -> !text.isBlank());
    }
}
