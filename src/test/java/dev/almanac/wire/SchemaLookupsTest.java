package dev.almanac.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SchemaLookupsTest {
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final CountDownLatch answers = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Optional<Decoded<String>> answer = Optional.empty();

    @Test
    void aSchemaThatIsThereIsAskedForOnce() {
        answers.countDown();
        SchemaLookups<String> lookups = new SchemaLookups<>(this::registry, AN_HOUR);

        assertThat(lookups.obstacle(1)).isEmpty();
        assertThat(lookups.obstacle(1)).isEmpty();
        assertThat(asked).hasValue(1);
    }

    @Test
    void aRegistryThatDoesNotAnswerIsNotWaitedForAndNotAskedTwiceAtOnce() {
        SchemaLookups<String> lookups = new SchemaLookups<>(this::registry, Duration.ofMillis(1));

        assertThat(lookups.obstacle(1)).containsInstanceOf(Decoded.RegistryUnavailable.class);
        assertThat(lookups.obstacle(1)).containsInstanceOf(Decoded.RegistryUnavailable.class);
        answers.countDown();
        Awaitility.await().until(() -> lookups.obstacle(1).isEmpty());
        assertThat(asked).hasValue(1);
    }

    @Test
    void afterARegistryWasAwayNobodyWaitsForItUntilItAnswers() {
        answers.countDown();
        answer = Optional.of(new Decoded.RegistryUnavailable<>(new IOException("refused")));
        SchemaLookups<String> lookups = new SchemaLookups<>(this::registry, AN_HOUR);
        assertThat(lookups.obstacle(1)).containsInstanceOf(Decoded.RegistryUnavailable.class);
        answer = Optional.empty();

        // Asked at once, answered when next looked at.
        lookups.obstacle(2);
        Awaitility.await().until(() -> lookups.obstacle(2).isEmpty());
    }

    @Test
    void manyRecordsOfAnUnknownSchemaAskForItOnce() {
        answers.countDown();
        answer = Optional.of(new Decoded.UnknownSchema<>(1));
        SchemaLookups<String> lookups = new SchemaLookups<>(this::registry, AN_HOUR);
        for (int i = 0; i < 100; i++) {
            assertThat(lookups.obstacle(1)).contains(new Decoded.UnknownSchema<>(1));
        }

        assertThat(asked.get()).isLessThan(3);
    }

    private Optional<Decoded<String>> registry(int id) {
        asked.incrementAndGet();
        try {
            answers.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        return answer;
    }
}
