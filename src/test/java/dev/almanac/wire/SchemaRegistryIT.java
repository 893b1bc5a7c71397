package dev.almanac.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.command.CommandResult;
import dev.almanac.dev.TestRegistry;
import dev.almanac.kafka.SetupFailed;
import dev.almanac.kafka.Topic;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestRegistry.class)
class SchemaRegistryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private RegistrySettings settings;
    private Registry registry;

    @BeforeEach
    void connect(TestRegistry.Server server) {
        settings = RegistrySettings.of(server.url());
        registry = new Registry(settings);
    }

    @AfterEach
    void disconnect() {
        registry.close();
    }

    @Test
    void registeringTwiceChangesNothingAndValuesCarryTheId() throws Exception {
        Topic<String, CommandResult> topic = results(registry, "twice");
        register(settings, topic);
        register(settings, topic);
        assertThat(registry.client().getAllVersions("twice-value")).hasSize(1);

        byte[] bytes = topic.valueSerde().serializer().serialize(topic.name(), Samples.fullResult());
        int id = registry.client().getLatestSchemaMetadata("twice-value").getId();
        assertThat(bytes[0]).isZero();
        assertThat(ByteBuffer.wrap(bytes).getInt(1)).isEqualTo(id);
        assertThat(new Schema.Parser().parse(registry.client().getLatestSchemaMetadata("twice-value").getSchema()))
                .describedAs("what another language would register")
                .isEqualTo(SchemaFiles.read(SchemaFiles.CURRENT).get("CommandResult"));

        try (Registry reader = new Registry(settings)) {
            assertThat(results(reader, "twice").valueSerde().deserializer().deserialize(topic.name(), bytes))
                    .isEqualTo(Samples.fullResult());
        }
    }

    @Test
    void theServerRefusesWhatIsNotCompatibleBothWays() {
        register(settings, results(registry, "guarded"));
        assertThatThrownBy(() -> registry.client().register("guarded-value", lacking("finishedAt")))
                .isInstanceOfSatisfying(RestClientException.class, e -> assertThat(e.getStatus()).isEqualTo(409));
    }

    @Test
    void anIncompatibleStartIsRefusedInWords() throws Exception {
        registry.client().register("taken-value", lacking("finishedAt"));
        assertThatThrownBy(() -> register(settings, results(registry, "taken")))
                .isInstanceOf(SetupFailed.class)
                .hasMessageContaining("CommandResult under taken-value")
                .hasMessageContaining("FULL_TRANSITIVE");
    }

    @Test
    void processesThatStartTogetherDoNotStopEachOther() {
        List<CompletableFuture<Void>> starts = IntStream.range(0, 8)
                .mapToObj(_ -> CompletableFuture.runAsync(
                        () -> {
                            try (Registry own = new Registry(settings)) {
                                register(settings, results(own, "together"));
                            }
                        },
                        Executors.newVirtualThreadPerTaskExecutor()))
                .toList();
        assertThat(starts).allSatisfy(start -> assertThat(start).succeedsWithin(PATIENCE));
    }

    @Test
    void ourVersionIsWrittenThoughANewerOneIsThere() throws Exception {
        Topic<String, CommandResult> topic = results(registry, "newer");
        register(settings, topic);
        int ours = registry.client().getLatestSchemaMetadata("newer-value").getId();
        int newer = registry.client().register("newer-value", with("note"));
        assertThat(newer).isNotEqualTo(ours);
        try (Registry late = new Registry(settings)) {
            byte[] bytes = results(late, "newer").valueSerde().serializer().serialize("newer", Samples.leastResult());
            assertThat(ByteBuffer.wrap(bytes).getInt(1)).isEqualTo(ours);
        }
    }

    @Test
    void withoutLeaveToRegisterAMissingSchemaStopsTheStart() {
        RegistrySettings readOnly = new RegistrySettings(
                settings.url(), null, 1, Duration.ofMillis(10), Duration.ofSeconds(3), false, Duration.ZERO);
        try (Registry reader = new Registry(readOnly)) {
            assertThatThrownBy(() -> new SchemaRegistration(reader, readOnly)
                            .registerAll(List.of(results(reader, "absent")), PATIENCE))
                    .isInstanceOf(SetupFailed.class)
                    .hasMessageContaining("CommandResult under absent-value: register");
            register(settings, results(registry, "absent"));
            new SchemaRegistration(reader, readOnly).registerAll(List.of(results(reader, "absent")), PATIENCE);
        }
    }

    @Test
    void aRegistryThatIsNotThereIsWaitedForInVain() {
        RegistrySettings nobody = RegistrySettings.of("http://127.0.0.1:1");
        try (Registry unreachable = new Registry(nobody)) {
            assertThatThrownBy(() -> new SchemaRegistration(unreachable, nobody)
                            .registerAll(List.of(results(unreachable, "any")), Duration.ofSeconds(1)))
                    .isInstanceOf(SetupFailed.class)
                    .hasMessageContaining("almanac.registry.url");
        }
    }

    @Test
    void aForeignIdIsUnknownAndNotUnavailable() {
        byte[] forged = {0, 0x7F, 0, 0, 0, 2, 'a'};
        assertThat(registry.commandDecoder("commands").decode(forged, 100))
                .isEqualTo(new Decoded.UnknownSchema<>(0x7F000000));
    }

    private void register(RegistrySettings with, Topic<?, ?> topic) {
        new SchemaRegistration(registry, with).registerAll(List.of(topic), PATIENCE);
    }

    private static Topic<String, CommandResult> results(Registry registry, String name) {
        return new Topic<>(name, Serdes.String(), registry.results(name), Map.of());
    }

    private static AvroSchema lacking(String field) {
        return changed(List.of(field), List.of());
    }

    private static AvroSchema with(String field) {
        Schema text = Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.STRING));
        return changed(List.of(), List.of(new Schema.Field(field, text, null, Schema.Field.NULL_DEFAULT_VALUE)));
    }

    private static AvroSchema changed(List<String> without, List<Schema.Field> more) {
        Schema ours = SchemaFiles.read(SchemaFiles.CURRENT).get("CommandResult");
        List<Schema.Field> fields = new ArrayList<>(ours.getFields().stream()
                .filter(it -> !without.contains(it.name()))
                .map(it -> new Schema.Field(it, it.schema()))
                .toList());
        fields.addAll(more);
        return new AvroSchema(Schema.createRecord(ours.getName(), ours.getDoc(), ours.getNamespace(), false, fields));
    }
}
