package dev.almanac.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.change.AppointmentChange;
import dev.almanac.command.AppointmentCommand;
import dev.almanac.command.CommandResult;
import dev.almanac.command.JournalEntry;
import dev.almanac.command.Trace;
import dev.almanac.location.Location;
import dev.almanac.location.PollSettings;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {
    private static final Registry REGISTRY = new Registry(RegistrySettings.of("mock://round-trip"));

    record Case<V>(String name, Serde<V> serde, V value) {
        V throughBytes() {
            byte[] bytes = serde.serializer().serialize("any topic", value);
            return serde.deserializer().deserialize("any topic", bytes);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case<?>> values() {
        Serde<AppointmentCommand> commands = REGISTRY.commands("t1");
        Serde<AppointmentChange> changes = REGISTRY.changes("t2");
        return Stream.of(
                new Case<>("create", commands, Samples.CREATE),
                new Case<>("least create", commands, new AppointmentCommand.Create(
                        Samples.ID, Samples.T0, null, "con-1", Samples.LEAST)),
                new Case<>("update", commands, new AppointmentCommand.Update(
                        Samples.ID, Samples.T0, Samples.T0, "apt-1", null, Samples.ALL)),
                new Case<>("least update", commands, new AppointmentCommand.Update(
                        Samples.ID, Samples.T0, null, null, "cmd-0", Samples.NONE)),
                new Case<>("result", REGISTRY.results("t3"), Samples.fullResult()),
                new Case<>("least result", REGISTRY.results("t3"), Samples.leastResult()),
                new Case<>("appointment", REGISTRY.appointments("t4"), Samples.fullRow()),
                new Case<>("least appointment", REGISTRY.appointments("t4"), Samples.leastRow()),
                new Case<>("change", changes, new AppointmentChange(
                        AppointmentChange.Kind.EDITED, List.of("title"), Samples.leastRow(), Samples.fullRow(),
                        "cmd-1")),
                new Case<>("least change", changes, new AppointmentChange(
                        AppointmentChange.Kind.SNAPSHOT, List.of(), null, Samples.leastRow(), null)),
                new Case<>("blocked time", REGISTRY.blockedTime("t5"), Samples.fullBlock()),
                new Case<>("least blocked time", REGISTRY.blockedTime("t5"), Samples.leastBlock()),
                new Case<>("location", REGISTRY.locations("t6"), Samples.fullLocation()),
                new Case<>("least location", REGISTRY.locations("t6"), Samples.leastLocation()),
                new Case<>("no-shows", REGISTRY.noShows("t7"), Samples.noShows()),
                new Case<>("empty no-shows", REGISTRY.noShows("t7"), Samples.emptyNoShows()),
                new Case<>("utilization", REGISTRY.utilization("t8"), Samples.utilization()),
                new Case<>("unknown utilization", REGISTRY.utilization("t8"), Samples.unknownUtilization()));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueComesBackAsItWas(Case<?> it) {
        assertThat(it.throughBytes()).isEqualTo(it.value());
    }

    @Test
    void aJournalEntryComesBackAsItWas() {
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("update", "given");
        AppointmentCommand malformed = new AppointmentCommand.Malformed(
                Samples.ID, Samples.T0, null, body,
                "an update must name its appointment by exactly one of appointmentId and createCommandId");
        Trace trace = new Trace("corr", "cause", "00-trace");
        Stream.of(
                        new JournalEntry(
                                Samples.ID, JournalEntry.State.STARTED, new byte[] {1, 2, 3}, 4, Samples.T0,
                                Samples.CREATE, 2, Samples.T0.plusMillis(1), Samples.T0.plusMillis(2),
                                Samples.T0.plusMillis(3), Samples.T0.minusMillis(4), "[almanac:x]",
                                "apt-1", null, null, false, trace),
                        new JournalEntry(
                                Samples.ID, JournalEntry.State.ACCEPTED, new byte[0], 0, Samples.T0, malformed, 0,
                                null, null,
                                null, null, null, null, null, null, false, Trace.NONE),
                        new JournalEntry(
                                Samples.ID, JournalEntry.State.DONE, new byte[] {1}, 0, Samples.T0, null, 0, null,
                                null, null,
                                null, null, null, "contact", Samples.fullResult(), true, Trace.NONE))
                .forEach(entry -> assertThat(new Case<>("journal", REGISTRY.journal("t9"), entry).throughBytes())
                        .usingRecursiveComparison()
                        .isEqualTo(entry));
    }

    @Test
    void wordsOfALaterVersionDoNotKeepAJournalFromBeingRead() {
        dev.almanac.schema.CommandResult told = ResultWire.toAvro(Samples.fullResult());
        CommandResult known = ResultWire.fromAvro(dev.almanac.schema.CommandResult.newBuilder(told)
                .setReason("OUT_OF_HOURS")
                .build());
        assertThat(known.outcome()).isEqualTo(CommandResult.Outcome.REJECTED);
        assertThat(known.reason()).isEqualTo(CommandResult.Reason.OTHER);
        CommandResult unheardOf = ResultWire.fromAvro(dev.almanac.schema.CommandResult.newBuilder(told)
                .setOperation("REMOVE")
                .setOutcome("PARTLY_DONE")
                .setReason(null)
                .build());
        assertThat(unheardOf.operation()).isEqualTo(CommandResult.Operation.INVALID);
        assertThat(unheardOf.outcome()).isEqualTo(CommandResult.Outcome.UNRESOLVED);
        assertThat(unheardOf.reason()).isEqualTo(CommandResult.Reason.OTHER);
    }

    @Test
    void aTombstoneStaysOne() {
        Serde<Location> serde = REGISTRY.locations("t6");
        assertThat(serde.serializer().serialize("t6", null)).isNull();
        assertThat(serde.deserializer().deserialize("t6", null)).isNull();
    }

    @Test
    void settingsLeftOutByAnotherWriterGetDefaults() {
        dev.almanac.schema.Location avro = LocationWire.toAvro(Samples.leastLocation());
        dev.almanac.schema.Location bare = dev.almanac.schema.Location.newBuilder(avro)
                .setPolling(new dev.almanac.schema.PollSettings(7, null, null, null, null, null, null, null))
                .setLateCancellationNoticeMinutes(null)
                .build();
        Location location = LocationWire.fromAvro(bare);
        assertThat(location.polling().nearInterval()).isEqualTo(Duration.ofSeconds(7));
        assertThat(location.polling().farPast()).isEqualTo(PollSettings.DEFAULT.farPast());
        assertThat(location.lateCancellationNotice()).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void aSettingThatWouldBeRoundedIsRefused() {
        Location odd = new Location(
                "loc-1", ZoneId.of("UTC"), "main", Map.of(), Map.of(), Map.of(), List.of(), null,
                PollSettings.DEFAULT, Duration.ofSeconds(90));
        assertThatThrownBy(() -> LocationWire.toAvro(odd))
                .hasMessageContaining("lateCancellationNotice must be a multiple");
    }
}
