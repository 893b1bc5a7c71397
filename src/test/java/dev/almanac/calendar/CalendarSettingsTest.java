package dev.almanac.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CalendarSettingsTest {
    private static final Map<String, Object> BASE = Map.of("almanac.calendar.base-url", "https://calendar.example/v");

    @Test
    void onlyTheBaseAddressIsNeeded() {
        assertThat(settings(Map.of())).isEqualTo(new CalendarSettings(
                URI.create("https://calendar.example/v"), "2021-04-15", Duration.ofSeconds(20), Duration.ofSeconds(5),
                Duration.ofSeconds(2), 200, 200, Duration.ofSeconds(30), 32 << 20, "almanac/0.1"));
    }

    @Test
    void everyKeyIsRead() {
        assertThat(settings(Map.of(
                        "version", "v3", "call-deadline", "9s", "connect-timeout", "300ms", "connection-wait", "1s",
                        "connections", 7, "connections-per-route", 6, "connection-idle", "5s",
                        "max-response-bytes", 99, "user-agent", "me/1")))
                .isEqualTo(new CalendarSettings(
                        URI.create("https://calendar.example/v"), "v3", Duration.ofSeconds(9), Duration.ofMillis(300),
                        Duration.ofSeconds(1), 7, 6, Duration.ofSeconds(5), 99, "me/1"));
    }

    @Test
    void aValueThatCannotWorkIsNamedByItsKey() {
        Map<String, Object> wrong = Map.of(
                "base-url", "ftp://x", "version", "ü", "call-deadline", "0s", "connect-timeout", "2h",
                "connection-wait", "-1s", "connections", 0, "connections-per-route", 0, "connection-idle", "0s",
                "max-response-bytes", 0, "user-agent", "a\nb");
        wrong.forEach((key, value) -> assertThatThrownBy(() -> settings(Map.of(key, value)))
                .as(key)
                .hasMessageContaining("almanac.calendar." + key));
    }

    @Test
    void aMissingBaseAddressIsNamed() {
        try (ApplicationContext context = ApplicationContext.run()) {
            assertThatThrownBy(() -> context.getBean(CalendarSettings.class))
                    .hasMessageContaining("almanac.calendar.base-url must be");
        }
    }

    @Test
    void anAddressWithSecretsOrLeftoversIsRefused() {
        for (String address : List.of("https://me:pw@x", "https://x/?a=b", "https://x/#f", "/path", "https:///x")) {
            assertThatThrownBy(() -> settings(Map.of("base-url", address)))
                    .as(address)
                    .hasMessageContaining("almanac.calendar.base-url must be");
        }
    }

    private static CalendarSettings settings(Map<String, Object> values) {
        Map<String, Object> all = new HashMap<>(BASE);
        values.forEach((key, value) -> all.put("almanac.calendar." + key, value));
        try (ApplicationContext context = ApplicationContext.run(all)) {
            return context.getBean(CalendarSettings.class);
        }
    }
}
