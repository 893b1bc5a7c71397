package dev.almanac.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.change.AppointmentChange;
import dev.almanac.command.Trace;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class EventHeadersTest {
    private static final Trace TRACE = new Trace("corr", "cause", "00-abc");

    @Test
    void aResultTellsWhatItIsAndWhatCausedIt() {
        assertThat(texts(EventHeaders.result(Samples.leastResult(), TRACE)))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", "loc-1/cmd-1",
                        "ce_source", "/almanac/command-result",
                        "ce_type", "dev.almanac.command-result.v1",
                        "ce_subject", "loc-1/cmd-1",
                        "ce_time", Samples.T0.toString(),
                        "content-type", "application/avro",
                        "ce_correlationid", "corr",
                        "ce_causationid", "cause",
                        "traceparent", "00-abc"));
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        AppointmentChange change =
                new AppointmentChange(AppointmentChange.Kind.SNAPSHOT, List.of(), null, Samples.leastRow(), null);
        assertThat(texts(EventHeaders.change(change, Trace.NONE)))
                .containsEntry("ce_id", "loc-1/apt-1/1")
                .containsEntry("ce_type", "dev.almanac.appointment-change.v1")
                .doesNotContainKeys("ce_correlationid", "ce_causationid", "traceparent");
    }

    @Test
    void aRowAndItsChangeAreTwoEvents() {
        AppointmentChange change =
                new AppointmentChange(AppointmentChange.Kind.SNAPSHOT, List.of(), null, Samples.leastRow(), null);
        assertThat(texts(EventHeaders.appointment(Samples.leastRow(), Trace.NONE)))
                .containsEntry("ce_id", "loc-1/apt-1/1")
                .containsEntry("ce_source", "/almanac/appointment");
        assertThat(texts(EventHeaders.change(change, Trace.NONE)))
                .containsEntry("ce_id", "loc-1/apt-1/1")
                .containsEntry("ce_source", "/almanac/appointment-change");
    }

    @Test
    void everyRevisionOfACellHasAnIdOfItsOwn() {
        assertThat(texts(EventHeaders.noShows(Samples.noShows())))
                .containsEntry("ce_id", "loc-1/CONTACT/con-1/2026-03-02/9")
                .containsEntry("ce_subject", "loc-1/CONTACT/con-1/2026-03-02");
    }

    @Test
    void aCommandsOwnIdBecomesTheCauseOfItsResult() {
        Headers sent = new RecordHeaders()
                .add("ce_id", "cmd-1".getBytes(StandardCharsets.UTF_8))
                .add("ce_causationid", "click-1".getBytes(StandardCharsets.UTF_8))
                .add("ce_correlationid", "corr".getBytes(StandardCharsets.UTF_8))
                .add("traceparent", "00-abc".getBytes(StandardCharsets.UTF_8));
        assertThat(EventHeaders.traceOf(sent)).isEqualTo(new Trace("corr", "cmd-1", "00-abc"));
        assertThat(EventHeaders.traceOf(new RecordHeaders())).isEqualTo(Trace.NONE);
    }

    @Test
    void anUnreasonableHeaderIsNotPassedOn() {
        Headers headers = new RecordHeaders().add("ce_id", new byte[0]).add("ce_correlationid", new byte[513]);
        headers.add("traceparent", null);
        assertThat(EventHeaders.traceOf(headers)).isEqualTo(Trace.NONE);
    }

    @Test
    void aDeadLetterKeepsItsHeadersAndSaysWhy() {
        Headers original = new RecordHeaders().add("ce_id", "x".getBytes(StandardCharsets.UTF_8))
                .add("almanac-forwarded-from", new byte[] {'2'});
        Headers once = DeadLetterHeaders.of(original, "first", "m", "commands", 1, 2, Instant.EPOCH);
        Headers twice = DeadLetterHeaders.of(once, "undecodable", "m".repeat(5_000), "commands", 3, 45, Samples.T0);
        assertThat(texts(twice))
                .containsEntry("ce_id", "x")
                .as("published again, it may be moved again").doesNotContainKey("almanac-forwarded-from")
                .containsEntry("almanac-dlq-reason", "undecodable")
                .containsEntry("almanac-dlq-topic", "commands")
                .containsEntry("almanac-dlq-partition", "3")
                .containsEntry("almanac-dlq-offset", "45")
                .containsEntry("almanac-dlq-time", Samples.T0.toString())
                .hasEntrySatisfying("almanac-dlq-message", it -> assertThat(it).hasSize(1_000).endsWith("…"));
        assertThat(texts(DeadLetterHeaders.withoutDeath(twice))).isEqualTo(Map.of("ce_id", "x"));
    }

    // Fails on a header that stands there twice.
    private static Map<String, String> texts(Headers headers) {
        Map<String, String> texts = new TreeMap<>();
        for (Header header : headers) {
            assertThat(texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8))).isNull();
        }
        return texts;
    }
}
