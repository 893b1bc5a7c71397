package dev.almanac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.kafka.Topic;
import dev.almanac.wire.Registry;
import dev.almanac.wire.RegistrySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.junit.jupiter.api.Test;

class TopicsTest {
    private final Topics topics = Topics.of("test.", new Registry(RegistrySettings.of("mock://topics")));

    @Test
    void everyTopicIsUnderThePrefix() {
        assertThat(topics.all()).hasSize(10).allSatisfy(it -> assertThat(it.name()).startsWith("test."));
        assertThat(topics.all()).extracting(Topic::name).doesNotHaveDuplicates();
        assertThat(Topics.class.getRecordComponents()).hasSameSizeAs(topics.all());
    }

    @Test
    void theBrokerKnowsEverySetting() {
        topics.all().forEach(it -> LogConfig.validate(it.settings()));
    }

    @Test
    void whoeverCreatesTheTopicsIsToldWhichTakeLargeRecords() throws IOException {
        String row = Files.readString(Path.of("README.md")).lines()
                .filter(line -> line.startsWith("| `max.message.bytes` |"))
                .findFirst()
                .orElseThrow();
        topics.all().forEach(it -> {
            String size = it.settings().get("max.message.bytes");
            assertThat(row.contains("`" + it.name().substring("test.".length()) + "`")).as(it.name()).isEqualTo(size != null);
            assertThat(row).contains(size == null ? "" : "`" + size + "`");
        });
    }

    @Test
    void everyTopicIsDescribedBesideTheSchemas() throws IOException {
        String readme = Files.readString(Path.of("schemas", "README.md"));
        topics.all().forEach(it -> assertThat(readme).contains("| `" + it.name().substring("test.".length()) + "` |"));
    }
}
