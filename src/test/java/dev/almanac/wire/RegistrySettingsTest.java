package dev.almanac.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrySettingsTest {
    @Test
    void onlyTheUrlMustBeGiven() {
        assertThat(bind(Map.of("almanac.registry.url", "http://r:1"))).isEqualTo(RegistrySettings.of("http://r:1"));
    }

    @Test
    void everyKeyIsBound() {
        RegistrySettings bound = bind(Map.of(
                "almanac.registry.url", "http://r:1, http://r:2",
                "almanac.registry.basic-auth", "u:p",
                "almanac.registry.retries", 1,
                "almanac.registry.retry-wait", "10ms",
                "almanac.registry.request-timeout", "1s",
                "almanac.registry.register-schemas", false,
                "almanac.registry.unknown-schema-grace", "2s"));
        assertThat(bound).isEqualTo(new RegistrySettings(
                "http://r:1, http://r:2", "u:p", 1, Duration.ofMillis(10), Duration.ofSeconds(1), false,
                Duration.ofSeconds(2)));
        assertThat(bound.urls()).containsExactly("http://r:1", "http://r:2");
    }

    @Test
    void passwordsAreNotPrinted() {
        RegistrySettings settings = bind(Map.of(
                "almanac.registry.url", "http://u:hidden@r:1,http://u:hidden@r:2", "almanac.registry.basic-auth",
                "u:hidden"));
        assertThat(settings.toString()).contains("r:1").contains("r:2").doesNotContain("hidden");
    }

    @ParameterizedTest
    @CsvSource({"url,''", "basic-auth,nocolon", "retries,-1", "retry-wait,0s", "request-timeout,0s"})
    void aWrongValueIsNamedByItsKey(String key, String value) {
        Map<String, Object> keys = new HashMap<>(Map.of("almanac.registry.url", "http://r:1"));
        keys.put("almanac.registry." + key, value);
        assertThatThrownBy(() -> bind(keys)).hasStackTraceContaining("almanac.registry." + key + " must");
    }

    private static RegistrySettings bind(Map<String, Object> properties) {
        try (ApplicationContext context = ApplicationContext.run(properties)) {
            return context.getBean(RegistrySettings.class);
        }
    }
}
