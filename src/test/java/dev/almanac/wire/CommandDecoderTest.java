package dev.almanac.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.almanac.command.AppointmentCommand;
import dev.almanac.command.CommandId;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CommandDecoderTest {
    private static final String TOPIC = "commands";
    private static final long MAX = 4_096;

    private final Registry registry = new Registry(RegistrySettings.of("mock://decoder"));
    private final CommandDecoder decoder = registry.commandDecoder(TOPIC);
    private final byte[] good = registry.commands(TOPIC).serializer().serialize(TOPIC, Samples.CREATE);

    @Test
    void aCommandIsRead() {
        assertThat(decoder.decode(good, MAX)).isEqualTo(new Decoded.Value<>(Samples.CREATE));
    }

    @Test
    void noValueAndTooMuchOfItAreNotLookedInto() {
        assertThat(reason(null)).isEqualTo("no value");
        assertThat(decoder.decode(good, good.length)).isInstanceOf(Decoded.Value.class);
        assertThat(decoder.decode(good, good.length - 1)).isInstanceOf(Decoded.Unreadable.class);
    }

    @Test
    void otherFormatsAreUnreadable() {
        assertThat(reason(new byte[0])).contains("wire format");
        assertThat(reason("{\"commandId\":1}".getBytes(StandardCharsets.UTF_8)))
                .contains("wire format");
    }

    @Test
    void cutOrMangledBytesAreUnreadableAndNotQuoted() {
        assertThat(reason(Arrays.copyOf(good, good.length - 3))).contains("cannot be read as AppointmentCommand");
        assertThat(reason(Arrays.copyOf(good, 5))).contains("cannot be read as AppointmentCommand");
    }

    @Test
    void aForgedLengthAllocatesNothing() {
        // A commandId of two billion characters, by a varint of five bytes.
        byte[] forged = ByteBuffer.allocate(12).put(Arrays.copyOf(good, 5))
                .put(new byte[] {(byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0E, 'a', 'b'}).array();
        assertThat(reason(forged)).contains("SystemLimitException");
    }

    @Test
    void anUnknownSchemaIdIsToldApart() {
        byte[] unknown = good.clone();
        unknown[1] = 0x7F;
        assertThat(decoder.decode(unknown, MAX)).isInstanceOf(Decoded.UnknownSchema.class);
    }

    @Test
    void aRecordOfAnotherKindIsUnreadable() throws Exception {
        int id = registry.client().register(TOPIC + "-value-of-others", new AvroSchema("\"string\""));
        registry.client().register(TOPIC + "-value", new AvroSchema("\"string\""));
        byte[] text = ByteBuffer.allocate(7).put((byte) 0).putInt(id).put((byte) 2).put((byte) 'a').array();
        assertThat(reason(text)).contains("cannot be read as AppointmentCommand");
    }

    @Test
    void aCommandThatCannotBeAnsweredIsUnreadable() {
        AppointmentCommand spaced = new AppointmentCommand.Create(
                new CommandId("loc-1", "a b"), Samples.T0, null, "con", Samples.LEAST);
        assertThat(reason(registry.commands(TOPIC).serializer().serialize(TOPIC, spaced)))
                .startsWith("commandId must be");
    }

    @Test
    void aRegistryThatDoesNotAnswerIsToldApart() {
        RegistrySettings nobody = new RegistrySettings(
                "http://127.0.0.1:1", null, 0, Duration.ofMillis(1), Duration.ofSeconds(1), true,
                Duration.ZERO);
        try (Registry unreachable = new Registry(nobody)) {
            assertThat(unreachable.commandDecoder(TOPIC).decode(good, MAX))
                    .isInstanceOf(Decoded.RegistryUnavailable.class);
            assertThat(catchThrowable(
                            () -> unreachable.commands(TOPIC).serializer().serialize(TOPIC, Samples.CREATE)))
                    .isInstanceOf(RegistryUnavailableException.class);
        }
    }

    private String reason(byte[] value) {
        return decoder.decode(value, MAX) instanceof Decoded.Unreadable<AppointmentCommand>(String reason)
                ? reason : "read";
    }
}
