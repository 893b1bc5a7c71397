package dev.almanac.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.Topics;
import dev.almanac.kafka.KafkaClients;
import dev.almanac.shard.Write;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class ShardCodecTest {
    private final Registry registry = new Registry(RegistrySettings.of("mock://codec"));
    private final ShardCodec codec = codec(Topics.of("", registry));

    @Test
    void aDeadLetterKeepsItsBytes() {
        byte[] value = {1, 2, 3};

        assertThat(deadLetter(value).value()).isEqualTo(value);
        assertThat(message(deadLetter(value))).isEqualTo("no Avro");
        assertThat(deadLetter((byte[]) null).value()).isNull();
    }

    @Test
    void aDeadLetterThatNoTransactionCouldHoldSaysWhereItsBytesAre() {
        ProducerRecord<byte[], byte[]> letter = deadLetter(new byte[KafkaClients.MAX_RECORD_BYTES + 1]);

        assertThat(letter.value()).isNull();
        assertThat(message(letter)).contains("no Avro").contains("too large");
        assertThat(letter.headers().lastHeader(DeadLetterHeaders.OFFSET).value()).asString().isEqualTo("7");
    }

    @Test
    void headersAndKeyCountToo() {
        ConsumerRecord<byte[], byte[]> origin =
                new ConsumerRecord<>("commands", 1, 7, new byte[300_000], new byte[300_000]);
        assertThat(deadLetter(origin).value()).hasSize(300_000);
        origin.headers().add("large", new byte[400_000]);

        ProducerRecord<byte[], byte[]> letter = deadLetter(origin);
        assertThat(letter.value()).isNull();
        assertThat(letter.key()).isNull();
        assertThat(letter.headers().lastHeader("large")).isNull();
        assertThat(message(letter)).contains("too large");
    }

    private ProducerRecord<byte[], byte[]> deadLetter(byte[] value) {
        return deadLetter(new ConsumerRecord<>("commands", 1, 7, null, value));
    }

    private ProducerRecord<byte[], byte[]> deadLetter(ConsumerRecord<byte[], byte[]> origin) {
        return codec.encode(new Write.DeadLetter(origin, Write.DeadLetterReason.UNREADABLE, "no Avro"), 1);
    }

    private static String message(ProducerRecord<byte[], byte[]> letter) {
        return new String(letter.headers().lastHeader(DeadLetterHeaders.MESSAGE).value(), StandardCharsets.UTF_8);
    }

    private ShardCodec codec(Topics topics) {
        return new ShardCodec(
                new ShardCodec.Outputs(
                        topics.commands().name(), topics.results(), topics.deadLetters(), topics.journal(),
                        topics.appointments(), topics.changes(), topics.blockedTime()),
                registry, 1_000, InstantSource.system());
    }
}
