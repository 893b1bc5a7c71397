package dev.almanac;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.util.Locale;

/// The key of a setting. Printed with its environment variable, because that is where most operators will look.
record SettingKey(String key) {
    /// The key of a component of a settings record.
    static SettingKey of(Class<?> settings, String component) {
        return new SettingKey(
                prefix(settings) + "." + component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
    }

    /// What the keys of a settings record begin with.
    static String prefix(Class<?> settings) {
        return settings.getAnnotation(ConfigurationProperties.class).value();
    }

    /// The environment variable that sets it.
    String variable() {
        return key.replaceFirst("^micronaut\\.server\\.", "almanac.http.")
                .toUpperCase(Locale.ROOT)
                .replaceAll("[.-]", "_");
    }

    @Override
    public String toString() {
        return key + " (" + variable() + ")";
    }
}
