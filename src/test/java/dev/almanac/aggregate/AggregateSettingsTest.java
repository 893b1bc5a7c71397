package dev.almanac.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AggregateSettingsTest {
    static final AggregateSettings DEFAULT = with(Path.of(".data/streams"), Duration.ofMillis(100));

    static AggregateSettings with(Path stateDir, Duration commitInterval) {
        return new AggregateSettings(
                stateDir, 1, commitInterval, Duration.ofSeconds(1), 64 << 20, 0, -1, Duration.ofMinutes(15),
                Duration.ofSeconds(5), 5, Duration.ofMinutes(10), Duration.ofSeconds(10), Duration.ofSeconds(2));
    }

    @Test
    void theDefaultsAreTheDocumentedOnes() {
        assertThat(bind(Map.of())).isEqualTo(DEFAULT);
    }

    @Test
    void keysAreBound() {
        AggregateSettings bound = bind(Map.of(
                "almanac.aggregates.state-dir", "/var/lib/almanac", "almanac.aggregates.threads", "3",
                "almanac.aggregates.commit-interval", "20ms", "almanac.aggregates.replication-factor", "3",
                "almanac.aggregates.standby-replicas", "1"));
        assertThat(bound.stateDir()).isEqualTo(Path.of("/var/lib/almanac"));
        assertThat(bound.threads()).isEqualTo(3);
        assertThat(bound.commitInterval()).isEqualTo(Duration.ofMillis(20));
        assertThat(bound.replicationFactor()).isEqualTo(3);
        assertThat(bound.standbyReplicas()).isOne();
    }

    @Test
    void whatCannotWorkIsRefusedWithItsKey() {
        assertThatThrownBy(() -> with(Path.of("x"), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("almanac.aggregates.commit-interval must be at least 1ms");
    }

    private static AggregateSettings bind(Map<String, Object> values) {
        try (ApplicationContext context = ApplicationContext.run(values)) {
            return context.getBean(AggregateSettings.class);
        }
    }
}
