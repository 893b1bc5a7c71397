package dev.almanac.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class FailureLimitTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final RuntimeException BUG = new StreamsException("wrong", new IllegalStateException("bug"));

    private final FailureLimit limit = new FailureLimit(2, Duration.ofMinutes(10));

    @Test
    void theOneTooManyEndsIt() {
        assertThat(limit.allows(BUG, NOW)).isTrue();
        assertThat(limit.allows(BUG, NOW.plusSeconds(1))).isTrue();
        assertThat(limit.allows(BUG, NOW.plusSeconds(2))).isFalse();
    }

    @Test
    void oldFailuresAreForgiven() {
        for (int minute = 0; minute < 100; minute += 6) {
            assertThat(limit.allows(BUG, NOW.plus(Duration.ofMinutes(minute)))).isTrue();
        }
    }

    @Test
    void outagesAreNotCounted() {
        RuntimeException registry = new StreamsException(
                "cannot read", new SerializationException("registry", new ConnectException("refused")));
        for (int i = 0; i < 100; i++) {
            assertThat(limit.allows(new StreamsException(new TimeoutException("broker")), NOW)).isTrue();
            assertThat(limit.allows(registry, NOW)).isTrue();
        }
        assertThat(FailureLimit.isOutage(BUG)).isFalse();
    }
}
