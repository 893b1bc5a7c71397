package dev.almanac.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.AppointmentDetails;
import dev.almanac.calendar.Request;
import dev.almanac.command.AppointmentCommand;
import dev.almanac.command.CommandId;
import dev.almanac.command.CommandSettings;
import dev.almanac.command.JournalEntry;
import dev.almanac.command.Trace;
import dev.almanac.kafka.KafkaClients;
import dev.almanac.location.Location;
import dev.almanac.location.Polling;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class OwnedShardTest {
    private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");
    static final ShardRules RULES = new ShardRules(
            new ShardSettings(
                    1, Duration.ofMillis(50), Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofSeconds(30),
                    Duration.ofSeconds(1), 20, Duration.ofSeconds(15), 25, Duration.ofSeconds(10), 262_144, 100_000, 268_435_456, 1000, 2,
                    Duration.ofSeconds(1), Duration.ofSeconds(60)),
            new CommandSettings(
                    Duration.ofSeconds(120), true, Duration.ofDays(7), Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofHours(1), 5),
            Duration.ofSeconds(10), Duration.ofSeconds(7));

    private boolean registryAway;
    private final OwnedShard shard = shard();
    private long offset;

    @Test
    void aCallOfAnAbortedTurnKeepsTheTimeItWasDecided() {
        receive("loc", "c1");
        shard.decide(T0);
        // The turn is aborted; the next one commits.
        shard.decide(T0.plusSeconds(20));

        assertThat(shard.committed()).extracting(OwnedShard.Unsent::decidedAt).containsExactly(T0);
        assertThat(shard.inFlight()).isEqualTo(1);
    }

    @Test
    void aCallOfAnAbortedTurnIsJournaledAsNotSentWhenTheShardIsGivenUp() {
        receive("loc", "c1");
        shard.decide(T0);
        assertThat(lastEntry().state()).isEqualTo(JournalEntry.State.STARTED);

        shard.giveUp(T0.plusSeconds(1));
        shard.decide(T0.plusSeconds(1));

        assertThat(lastEntry().state()).isEqualTo(JournalEntry.State.ACCEPTED);
        assertThat(lastEntry().attempts()).isZero();
        assertThat(shard.committed()).isEmpty();
    }

    @Test
    void aWriteThatCanNeverBeEncodedCostsItsLocationOnly() {
        receive("defect", "c1");
        receive("loc", "c2");
        shard.decide(T0);

        assertThat(shard.outbox().writes()).filteredOn(Write.DeadLetter.class::isInstance).hasSize(1);
        assertThat(lastEntry().id().commandId()).isEqualTo("c2");
        assertThat(shard.setAside()).isEqualTo(1);
        assertThat(shard.committed()).extracting(unsent -> unsent.call().locationId()).containsExactly("loc");
    }

    @Test
    void aRecordThatIsTooLargeCostsItsLocationOnly() {
        receive("large", "c1");
        receive("loc", "c2");
        shard.decide(T0);

        assertThat(shard.setAside()).isEqualTo(1);
        assertThat(shard.outbox().records()).hasSize(shard.outbox().writes().size());
    }

    @Test
    void whatTheRegistryIsNeededForWaitsAndIsEncodedLater() {
        registryAway = true;
        receive("loc", "c1");
        shard.decide(T0);
        assertThat(shard.setAside()).isZero();
        registryAway = false;

        assertThat(shard.outbox().records()).hasSize(1).doesNotContainNull();
        assertThat(shard.committed()).extracting(unsent -> unsent.call().request())
                .hasOnlyElementsOfType(Request.CreateAppointment.class);
    }

    @Test
    void theFirstTurnIsCommittedWhateverItBringsAndTakesANoteAway() {
        shard.decide(T0);

        assertThat(shard.hasToCommit()).isTrue();
        assertThat(shard.note()).isEmpty();
        shard.committed();
        shard.decide(T0.plusSeconds(1));
        assertThat(shard.hasToCommit()).isFalse();
    }

    @Test
    void theLastTurnTellsWhichLocationMustNotBeCalledYet() {
        receive("loc", "c1");
        shard.decide(T0);
        shard.committed(); // its call is under way, and stays so

        shard.giveUp(T0.plusSeconds(3));
        shard.decide(T0.plusSeconds(3));

        assertThat(shard.hasToCommit()).isTrue();
        assertThat(HandoverNote.read(shard.note()))
                .isEqualTo(new Handover.Orderly(Map.of("loc", T0.plusSeconds(13))));
    }

    @Test
    void nothingIsCalledAtALocationBeforeThePredecessorSaid() {
        OwnedShard next = shard(new Handover.Orderly(Map.of("loc", T0.plusSeconds(4))));
        next.received(List.of(new ConsumerRecord<>("commands", 0, 0, bytes("loc"), bytes("c1"))));
        next.received(List.of(new ConsumerRecord<>("commands", 0, 1, bytes("other"), bytes("c2"))));

        next.decide(T0);
        assertThat(next.committed()).extracting(unsent -> unsent.call().locationId()).containsExactly("other");
        next.decide(T0.plusMillis(3999));
        assertThat(next.committed()).isEmpty();
        next.decide(T0.plusSeconds(4));
        assertThat(next.committed()).extracting(unsent -> unsent.call().locationId()).containsExactly("loc");
    }

    private OwnedShard shard() {
        return shard(new Handover.First());
    }

    private OwnedShard shard(Handover handover) {
        OwnedShard owned = new OwnedShard(0, this::encode);
        owned.activate(
                new Shard(RULES, new Restored(List.of(), List.of(), List.of(), handover), T0),
                new Intake(OwnedShardTest::decode, Duration.ofSeconds(30), 10, 1, 0));
        owned.locations(1, Map.of(
                "loc", location("loc"), "other", location("other"), "defect", location("defect"), "large", location("large")));
        return owned;
    }

    private ProducerRecord<byte[], byte[]> encode(Write write, int partition) {
        if (registryAway) {
            throw new EncodingDelayed(new IllegalStateException("away"));
        }
        if (write instanceof Write.Journal(JournalEntry entry)) {
            return switch (entry.id().locationId()) {
                case "defect" -> throw new IllegalArgumentException("no such member");
                case "large" -> new ProducerRecord<>("t", partition, null, new byte[KafkaClients.MAX_RECORD_BYTES + 1]);
                default -> new ProducerRecord<>("t", partition, null, new byte[1]);
            };
        }
        return new ProducerRecord<>("t", partition, null, new byte[1]);
    }

    private static DecodedCommand decode(ConsumerRecord<byte[], byte[]> record) {
        CommandId id = new CommandId(text(record.key()), text(record.value()));
        AppointmentDetails details = new AppointmentDetails(
                "cal", "2026-03-03T10:00:00Z", null, null, null, null, null, null, null, null, null, null, null, null,
                null);
        return new DecodedCommand.Command(new AppointmentCommand.Create(id, T0, null, "contact", details), Trace.NONE);
    }

    private void receive(String locationId, String commandId) {
        shard.received(List.of(new ConsumerRecord<>(
                "commands", 0, offset++, bytes(locationId), bytes(commandId))));
    }

    private JournalEntry lastEntry() {
        return shard.outbox().writes().stream()
                .filter(Write.Journal.class::isInstance)
                .map(write -> ((Write.Journal) write).entry())
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Location location(String id) {
        return new Location(
                id, ZoneOffset.UTC, "token", Map.of(), Map.of(), Map.of(), List.of(), null, Polling.NAMED_ONLY,
                Duration.ZERO);
    }
}
