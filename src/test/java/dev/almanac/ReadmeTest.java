package dev.almanac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.kafka.Topic;
import dev.almanac.wire.Registry;
import dev.almanac.wire.RegistrySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the README lists is what there is.
class ReadmeTest {
    private static final Pattern SETTING = Pattern.compile("\\$\\{(ALMANAC_[A-Z_]+):([^}]*)}");
    private static final Pattern SETTING_WITHOUT_DEFAULT = Pattern.compile("# [a-z-]+: (ALMANAC_[A-Z_]+)");

    private final String readme = read(Path.of("README.md"));
    private final String settings = read(Path.of("src/main/resources/application.yml"));

    @Test
    void everySettingStandsInTheTableWithItsDefault() {
        List<MatchResult> withDefault = SETTING.matcher(settings).results().toList();
        assertThat(withDefault).hasSizeGreaterThan(50);
        assertThat(withDefault).allSatisfy(setting -> {
            String value = setting.group(2).isEmpty() ? "" : "`" + setting.group(2) + "`";
            assertThat(readme).contains("| `" + setting.group(1) + "` | " + value + " | ");
        });
        assertThat(SETTING_WITHOUT_DEFAULT.matcher(settings).results().map(setting -> setting.group(1)))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(readme).contains("| `" + name + "` |  | "));
    }

    @Test
    void theTableNamesNoSettingThatDoesNotExist() {
        assertThat(Pattern.compile("\\| `(ALMANAC_[A-Z_]+)` \\|").matcher(readme).results().map(row -> row.group(1)))
                .allSatisfy(name -> assertThat(settings).contains(name));
    }

    @Test
    void everyTopicIsListed() {
        try (Registry registry = new Registry(RegistrySettings.of("mock://readme"))) {
            assertThat(Topics.of("", registry).all().stream().map(Topic::name))
                    .hasSize(10)
                    .allSatisfy(name -> assertThat(readme).contains("| `" + name + "` |"));
        }
    }

    @Test
    void everyPackageIsOnTheMap() throws IOException {
        try (Stream<Path> packages = Files.list(Path.of("src/main/java/dev/almanac"))) {
            assertThat(packages.filter(Files::isDirectory).map(folder -> folder.getFileName() + "/"))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(readme).contains("      " + name + " "));
        }
    }

    @Test
    void theFilesItLinksToExist() {
        assertThat(Pattern.compile("]\\(([^)#:]+)\\)").matcher(readme).results().map(link -> Path.of(link.group(1))))
                .hasSizeGreaterThan(10)
                .allSatisfy(file -> assertThat(file).exists());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
