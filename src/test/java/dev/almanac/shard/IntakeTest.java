package dev.almanac.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.AppointmentDetails;
import dev.almanac.command.AppointmentCommand;
import dev.almanac.command.CommandId;
import dev.almanac.command.Trace;
import dev.almanac.kafka.Placement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final int SHARDS = 8;
    private static final String LOCATION = "loc";
    private static final int HOME = Placement.partitionOf(LOCATION, SHARDS);

    private final Set<String> unknown = new HashSet<>();
    private boolean registryDown;
    private final Intake intake = new Intake(this::decode, GRACE, 3, SHARDS, 10);

    @Test
    void commandsGoToTheShardInTheirOrder() {
        Intake.Taken taken = take(0, record(10, "a"), record(11, "b"));

        assertThat(ids(taken)).containsExactly("a", "b");
        assertThat(taken.writes()).isEmpty();
        assertThat(intake.position()).isEqualTo(12);
    }

    @Test
    void offsetsThatGoBackAreToldBeforeTheCommandsThatComeWithThem() {
        take(0, record(10, "a"));
        Intake.Taken taken = take(1, record(0, "b"), record(1, "c"));

        assertThat(taken.inputs()).extracting(input -> input.getClass().getSimpleName())
                .containsExactly("OffsetsBeganAnew", "CommandReceived", "CommandReceived");
        assertThat(intake.position()).isEqualTo(2);
    }

    @Test
    void beforeTheFirstRecordThePositionIsTheOneGiven() {
        assertThat(intake.position()).isEqualTo(10);
    }

    @Test
    void whatIsUnreadableGoesToTheDeadLettersAndHoldsNothingUp() {
        Intake.Taken taken = take(0, record(10, "garbage"), record(11, "b"));

        assertThat(deadLetters(taken)).containsExactly(Write.DeadLetterReason.UNREADABLE);
        assertThat(ids(taken)).containsExactly("b");
        assertThat(intake.position()).isEqualTo(12);
    }

    @Test
    void aDefectInDecodingCostsThatRecordOnly() {
        Intake.Taken taken = take(0, record(10, "defect"), record(11, "b"));

        assertThat(deadLetters(taken)).containsExactly(Write.DeadLetterReason.UNREADABLE);
        assertThat(ids(taken)).containsExactly("b");
        assertThat(intake.position()).isEqualTo(12);
    }

    // schemas the registry does not know

    @Test
    void anUnknownSchemaIsHeldWhileLaterOnesGoOnAndThePositionIsHeldBack() {
        unknown.add("a");

        Intake.Taken taken = take(0, record(10, "a"), record(11, "b"));

        assertThat(ids(taken)).containsExactly("b");
        assertThat(intake.position()).isEqualTo(10);
        assertThat(intake.held()).isEqualTo(1);
    }

    @Test
    void aSchemaThatAppearsLetsItsCommandGoOn() {
        unknown.add("a");
        take(0, record(10, "a"), record(11, "b"));
        unknown.clear();

        assertThat(ids(take(1000))).containsExactly("a");
        assertThat(intake.position()).isEqualTo(12);
    }

    @Test
    void whatIsHeldFromATopicThatWasMadeAnewIsSetApartAndHoldsNoOffsetBack() {
        unknown.addAll(List.of("old", "new"));
        take(0, record(10, "a"), record(11, "old"));
        take(1, record(0, "b"), record(1, "new"), record(2, "c"));
        assertThat(intake.position()).isEqualTo(1);
        unknown.clear();
        Intake.Taken taken = take(1000);

        assertThat(taken.inputs()).extracting(input -> input instanceof Input.CommandReceived received
                        ? received.command().id().commandId() : input.getClass().getSimpleName())
                .containsExactly("OffsetsBeganAnew", "old", "OffsetsBeganAnew", "new");
        assertThat(intake.position()).isEqualTo(3);
    }

    @Test
    void theRegistryIsAskedAgainOnlyAfterAWhile() {
        unknown.add("a");
        take(0, record(10, "a"));
        unknown.clear();

        assertThat(ids(take(499))).isEmpty();
        assertThat(ids(take(500))).containsExactly("a");
    }

    @Test
    void aTrickleOfFurtherUnknownOnesDoesNotPutOffAskingAgain() {
        unknown.addAll(List.of("a", "b", "c"));
        take(0, record(10, "a"));
        take(400, record(11, "b"));
        unknown.remove("a");

        assertThat(ids(take(800, record(12, "c")))).containsExactly("a");
    }

    @Test
    void afterTheGraceItGoesToTheDeadLetters() {
        unknown.add("a");
        take(0, record(10, "a"));

        assertThat(take(GRACE.toMillis() - 1).writes()).isEmpty();
        Intake.Taken taken = take(GRACE.toMillis() + 500);

        assertThat(deadLetters(taken)).containsExactly(Write.DeadLetterReason.UNKNOWN_SCHEMA);
        assertThat(intake.position()).isEqualTo(11);
        assertThat(take(GRACE.toMillis() + 2000).writes()).as("once").isEmpty();
    }

    @Test
    void theGraceDoesNotRunWhileTheRegistryIsAway() {
        registryDown = true;
        unknown.add("a");
        take(0, record(10, "a"));
        registryDown = false;

        assertThat(take(GRACE.toMillis() * 2).writes()).isEmpty();
        assertThat(deadLetters(take(GRACE.toMillis() * 3))).containsExactly(Write.DeadLetterReason.UNKNOWN_SCHEMA);
    }

    // the registry away

    @Test
    void withoutTheRegistryNothingOvertakes() {
        registryDown = true;
        take(0, record(10, "a"));
        registryDown = false;

        assertThat(ids(take(100, record(11, "b")))).isEmpty();
        assertThat(intake.position()).isEqualTo(10);
        assertThat(ids(take(1000, record(12, "c")))).containsExactly("a", "b", "c");
        assertThat(intake.position()).isEqualTo(13);
    }

    @Test
    void aTrickleOfRecordsDoesNotPutOffAskingTheRegistryAgain() {
        registryDown = true;
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            registryDown = i < 5;
            taken.addAll(ids(take(i * 200, record(10 + i, "r" + i))));
        }

        assertThat(taken).hasSize(20).first().isEqualTo("r0");
        assertThat(intake.held()).isZero();
    }

    @Test
    void aRegistryThatGoesAwayAgainKeepsTheOrder() {
        registryDown = true;
        take(0, record(10, "a"), record(11, "b"));
        assertThat(ids(take(600))).isEmpty();
        registryDown = false;

        assertThat(ids(take(1200))).containsExactly("a", "b");
    }

    @Test
    void thereIsALimitToWhatIsHeld() {
        registryDown = true;
        take(0, record(10, "a"), record(11, "b"));
        assertThat(intake.isFull()).isFalse();
        take(1, record(12, "c"));
        assertThat(intake.isFull()).isTrue();

        registryDown = false;
        take(1000);
        assertThat(intake.isFull()).isFalse();
    }

    // placement

    @Test
    void aMisplacedCommandIsForwardedOnce() {
        int wrong = (HOME + 1) % SHARDS;
        ConsumerRecord<byte[], byte[]> misplaced = record(wrong, 10, "a");

        Intake.Taken taken = take(0, misplaced);

        assertThat(taken.inputs()).isEmpty();
        assertThat(taken.writes()).containsExactly(new Write.Forward(misplaced, HOME));
        assertThat(intake.position()).isEqualTo(11);
    }

    @Test
    void oneMisplacedTwiceGoesToTheDeadLetters() {
        ConsumerRecord<byte[], byte[]> moved = record((HOME + 1) % SHARDS, 10, "a");
        moved.headers().add(Write.Forward.HEADER, new byte[0]);

        assertThat(deadLetters(take(0, moved))).containsExactly(Write.DeadLetterReason.MISPLACED);
    }

    @Test
    void oneThatWasForwardedToItsHomeIsTaken() {
        ConsumerRecord<byte[], byte[]> moved = record(10, "a");
        moved.headers().add(Write.Forward.HEADER, new byte[0]);

        assertThat(ids(take(0, moved))).containsExactly("a");
    }

    private DecodedCommand decode(ConsumerRecord<byte[], byte[]> record) {
        String text = new String(record.value(), StandardCharsets.UTF_8);
        if (text.equals("defect")) {
            throw new IllegalStateException("a defect");
        }
        if (registryDown) {
            return new DecodedCommand.RegistryUnavailable("down");
        }
        if (unknown.contains(text)) {
            return new DecodedCommand.UnknownSchema("schema id 7");
        }
        if (text.equals("garbage")) {
            return new DecodedCommand.Unreadable("not in the wire format");
        }
        AppointmentDetails details = new AppointmentDetails(
                "cal", "2026-03-03T10:00:00Z", null, null, null, null, null, null, null, null, null, null, null, null,
                null);
        return new DecodedCommand.Command(
                new AppointmentCommand.Create(new CommandId(LOCATION, text), T0, null, "contact", details), Trace.NONE);
    }

    @SafeVarargs
    private final Intake.Taken take(long millis, ConsumerRecord<byte[], byte[]>... records) {
        List<ConsumerRecord<byte[], byte[]>> polled = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            polled.add(record);
        }
        return intake.take(polled, T0.plusMillis(millis));
    }

    private static List<String> ids(Intake.Taken taken) {
        return taken.inputs().stream()
                .map(input -> ((Input.CommandReceived) input).command().id().commandId())
                .toList();
    }

    private static List<Write.DeadLetterReason> deadLetters(Intake.Taken taken) {
        return taken.writes().stream().map(write -> ((Write.DeadLetter) write).reason()).toList();
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, String text) {
        return record(HOME, offset, text);
    }

    private static ConsumerRecord<byte[], byte[]> record(int partition, long offset, String text) {
        return new ConsumerRecord<>(
                "commands", partition, offset, new byte[0], text.getBytes(StandardCharsets.UTF_8));
    }
}
