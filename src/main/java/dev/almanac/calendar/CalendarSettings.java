package dev.almanac.calendar;

import static java.util.Objects.requireNonNullElse;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.time.Duration;

/// How the calendar API is reached. Every wait and size has a limit here; a value that cannot work stops the start with
/// the name of its key.
///
/// @param baseUrl             required: scheme, host, and a path prefix if there is one
/// @param version             the `Version` header; the API description knows `2021-04-15`
/// @param callDeadline        absolute: from asking for a connection to the last byte of the answer, so that a body
///                            that drips cannot outlast it. What the shard calls "settled" counts from it
/// @param connectTimeout      for one TCP connect and for the TLS handshake
/// @param connectionWait      for a free connection when all are leased; short, because nothing has been sent yet
/// @param connections         in all, which bounds the requests under way
/// @param connectionsPerRoute the same unless given: there is one host
/// @param connectionIdle      closed when unused for so long, before the far side does so on its own
/// @param maxResponseBytes    after decompression; lists have no paging, and a thousand rows take about one MiB
/// @param userAgent           the vendor's edge turns some default library agents away
@ConfigurationProperties(CalendarSettings.PREFIX)
public record CalendarSettings(
        @Nullable URI baseUrl,
        @Bindable(defaultValue = "2021-04-15") String version,
        @Bindable(defaultValue = "20s") Duration callDeadline,
        @Bindable(defaultValue = "5s") Duration connectTimeout,
        @Bindable(defaultValue = "2s") Duration connectionWait,
        @Bindable(defaultValue = "200") int connections,
        @Nullable Integer connectionsPerRoute,
        @Bindable(defaultValue = "30s") Duration connectionIdle,
        @Bindable(defaultValue = "33554432") int maxResponseBytes,
        @Bindable(defaultValue = "almanac/0.1") String userAgent) {

    static final String PREFIX = "almanac.calendar";
    private static final int MOST_RESPONSE_BYTES = 1 << 30;
    private static final Duration LONGEST = Duration.ofHours(1);

    public CalendarSettings {
        check(isPlainHttp(baseUrl), "base-url", "must be an http or https address without user, query or fragment");
        // The vendor tells a path with two slashes from one with one.
        baseUrl = URI.create(baseUrl.toString().replaceFirst("/+$", ""));
        check(isHeaderText(version), "version", "must be printable ASCII");
        checkWait(callDeadline, "call-deadline");
        checkWait(connectTimeout, "connect-timeout");
        checkWait(connectionWait, "connection-wait");
        checkWait(connectionIdle, "connection-idle");
        connectionsPerRoute = requireNonNullElse(connectionsPerRoute, connections);
        check(connections > 0, "connections", "must be at least 1");
        check(connectionsPerRoute > 0, "connections-per-route", "must be at least 1");
        check(
                maxResponseBytes > 0 && maxResponseBytes <= MOST_RESPONSE_BYTES,
                "max-response-bytes", "must be between 1 and " + MOST_RESPONSE_BYTES);
        check(isHeaderText(userAgent), "user-agent", "must be printable ASCII");
    }

    private static boolean isPlainHttp(URI uri) {
        return uri != null
                && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
    }

    private static boolean isHeaderText(String text) {
        return text != null && !text.isBlank() && text.chars().allMatch(c -> c >= 32 && c < 127);
    }

    private static void checkWait(Duration wait, String key) {
        // Below a millisecond the HTTP client would read "no limit".
        boolean limited = wait != null && wait.toMillis() > 0 && wait.compareTo(LONGEST) <= 0;
        check(limited, key, "must be between 1 ms and " + LONGEST.toHours() + " h");
    }

    private static void check(boolean holds, String key, String demand) {
        if (!holds) {
            throw new IllegalArgumentException(PREFIX + "." + key + " " + demand);
        }
    }
}
