package dev.almanac.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandoverTest {
    private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");
    private static final Duration QUIET = Duration.ofSeconds(3);

    @Test
    void whoeverOwnsAShardFirstBeginsAtOnce() {
        assertThat(new Handover.First().opensAt("loc", T0, QUIET)).isEqualTo(T0);
    }

    @Test
    void afterADeathTheRestOfAnIntervalIsWaitedFor() {
        assertThat(new Handover.Unannounced().opensAt("loc", T0, QUIET)).isEqualTo(T0.plus(QUIET));
        assertThat(rules(Duration.ofSeconds(7)).quietAfterDeath()).isEqualTo(Duration.ofSeconds(3));
        assertThat(rules(Duration.ofSeconds(42)).quietAfterDeath()).isZero();
    }

    @Test
    void whatIsWaitedBeforeLeavingAndAfterwardsIsOneInterval() {
        assertThat(rules(Duration.ofSeconds(7)).quietBeforeLeaving()).isEqualTo(Duration.ofSeconds(7));
        assertThat(rules(Duration.ofSeconds(42)).quietBeforeLeaving()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void onlyTheLocationsThatAreNamedWait() {
        Handover handover = new Handover.Orderly(Map.of("busy", T0.plusSeconds(4)));

        assertThat(handover.opensAt("busy", T0, QUIET)).isEqualTo(T0.plusSeconds(4));
        assertThat(handover.opensAt("idle", T0, QUIET)).isEqualTo(T0);
    }

    @Test
    void aNoteIsReadAsItWasWritten() {
        Map<String, Instant> busy = Map.of("ve9EPM428h8vShlRW1KT", T0.plusMillis(1), "a b=*/ü", T0.plusSeconds(9));

        assertThat(HandoverNote.read(HandoverNote.write(busy))).isEqualTo(new Handover.Orderly(busy));
        assertThat(HandoverNote.read(HandoverNote.write(Map.of()))).isEqualTo(new Handover.Orderly(Map.of()));
        assertThat(HandoverNote.write(Map.of("loc", T0))).isEqualTo("almanac-handover/1 loc=1772438400000");
    }

    @Test
    void anInstantBetweenTwoMillisecondsIsToldAsTheLaterOne() {
        assertThat(HandoverNote.read(HandoverNote.write(Map.of("loc", T0.plusNanos(1)))))
                .isEqualTo(new Handover.Orderly(Map.of("loc", T0.plusMillis(1))));
    }

    @Test
    void whereANoteWouldBeTooLongEveryLocationWaitsForTheLastOne() {
        Map<String, Instant> busy = new TreeMap<>();
        for (int i = 0; i < 500; i++) {
            busy.put("location-" + i, T0.plusMillis(i));
        }
        String note = HandoverNote.write(busy);

        assertThat(note).hasSizeLessThan(100);
        assertThat(HandoverNote.read(note).opensAt("location-7", T0, QUIET)).isEqualTo(T0.plusMillis(499));
        assertThat(HandoverNote.read(note).opensAt("another", T0, QUIET)).isEqualTo(T0.plusMillis(499));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "something else", "almanac-handover/2 loc=1", "almanac-handover/1 loc", "almanac-handover/1 loc=soon",
        "almanac-handover/1 %=1"
    })
    void whatIsNoNoteOfThisFormIsNoNote(String metadata) {
        assertThat(HandoverNote.read(metadata)).isEqualTo(new Handover.Unannounced());
    }

    private static ShardRules rules(Duration deathUnnoticedFor) {
        ShardRules some = OwnedShardTest.RULES;
        return new ShardRules(some.shard(), some.commands(), some.callDeadline(), deathUnnoticedFor);
    }
}
