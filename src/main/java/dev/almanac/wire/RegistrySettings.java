package dev.almanac.wire;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// How the schema registry is reached. Checked when read: a wrong value stops the start with a message that names its
/// key.
///
/// @param url                one or several base URLs, comma separated; the next is tried when one fails
/// @param basicAuth          `user:password`, or null; never printed
/// @param retries            repetitions of a failed request before the caller hears of it
/// @param retryWait          before the first repetition; later ones wait longer
/// @param requestTimeout     for connecting and for each read of an answer; short, because a loop may be waiting
/// @param registerSchemas    whether Almanac registers its schemas at start; if not, somebody must have done so
/// @param unknownSchemaGrace how long a schema id that the registry does not know is asked for again before its record
///                           goes to the dead-letter topic: a registry may lag behind the producer that registered
///                           there
@ConfigurationProperties("almanac.registry")
public record RegistrySettings(
        @Nullable String url,
        @Nullable String basicAuth,
        @Bindable(defaultValue = "3") int retries,
        @Bindable(defaultValue = "200ms") Duration retryWait,
        @Bindable(defaultValue = "3s") Duration requestTimeout,
        @Bindable(defaultValue = "true") boolean registerSchemas,
        @Bindable(defaultValue = "30s") Duration unknownSchemaGrace) {

    public RegistrySettings {
        check(url != null && !url.isBlank(), "url", "must name the schema registry, such as http://localhost:8081");
        check(basicAuth == null || basicAuth.indexOf(':') > 0, "basic-auth", "must be user:password");
        check(retries >= 0, "retries", "must not be negative");
        check(retryWait.isPositive(), "retry-wait", "must be positive");
        check(requestTimeout.isPositive(), "request-timeout", "must be positive");
        check(!unknownSchemaGrace.isNegative(), "unknown-schema-grace", "must not be negative");
    }

    /// This registry, with every other setting at its default.
    public static RegistrySettings of(String url) {
        return new RegistrySettings(
                url, null, 3, Duration.ofMillis(200), Duration.ofSeconds(3), true, Duration.ofSeconds(30));
    }

    /// The base URLs, in the order in which they are tried.
    List<String> urls() {
        return Stream.of(url.split(",")).map(String::strip).filter(it -> !it.isEmpty()).toList();
    }

    @Override
    public String toString() {
        return "RegistrySettings[url=" + url.replaceAll("//[^/@,]*@", "//…@") + ", basicAuth="
                + (basicAuth == null ? "none" : "…") + ", retries=" + retries + ", retryWait=" + retryWait
                + ", requestTimeout=" + requestTimeout + ", registerSchemas=" + registerSchemas
                + ", unknownSchemaGrace=" + unknownSchemaGrace + "]";
    }

    private static void check(boolean holds, String key, String demand) {
        if (!holds) {
            throw new IllegalArgumentException("almanac.registry." + key + " " + demand);
        }
    }
}
