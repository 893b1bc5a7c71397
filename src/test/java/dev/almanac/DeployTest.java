package dev.almanac;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What can be held about the deployment files without a container engine.
class DeployTest {
    private static final Path DOCKERFILE = Path.of("deploy/Dockerfile");
    private static final Path COMPOSE = Path.of("deploy/compose.yaml");
    private static final Pattern VARIABLE = Pattern.compile("ALMANAC_[A-Z0-9_]*[A-Z0-9]");

    /// Set by an operator beside the settings: tokens, and the level of the log.
    private static final Set<String> OTHER_VARIABLES = Set.of("ALMANAC_TOKEN", "ALMANAC_TOKEN_DOWNTOWN", "ALMANAC_LOG_LEVEL");

    @Test
    void everyVariableThatTheDeploymentSetsIsASetting() throws IOException {
        Set<String> documented = variablesOf(Path.of("src/main/resources/application.yml"));
        documented.addAll(OTHER_VARIABLES);

        assertThat(variablesOf(COMPOSE)).isNotEmpty().isSubsetOf(documented);
        assertThat(variablesOf(DOCKERFILE)).isNotEmpty().isSubsetOf(documented);
        assertThat(variablesOf(Path.of("deploy/locations.example.yaml"))).isSubsetOf(documented);
        assertThat(variablesOf(Path.of("deploy/tokens.example"))).isSubsetOf(documented);
    }

    @Test
    void theComposeFileSetsEveryRequiredSetting() throws IOException {
        assertThat(variablesOf(COMPOSE))
                .containsAll(SettingsCheck.REQUIRED.stream().map(SettingKey::variable).toList());
    }

    @Test
    void theProcessIsNotRoot() throws IOException {
        assertThat(instructions("USER")).singleElement().asString().matches("[1-9]\\d*:[1-9]\\d*");
    }

    @Test
    void theImageStartsTheJvmWithTheFlagsOfTheBuild() throws IOException {
        List<String> command = Stream.of(new JsonMapper()
                        .readValue(instructions("ENTRYPOINT").getFirst(), String[].class))
                .toList();

        assertThat(command).startsWith("java").endsWith("-jar", "almanac.jar");
        assertThat(command).contains(pomProperty("jvm.flags").split(" "));
    }

    @Test
    void whatTheImageCopiesIsThereAfterTheBuildAndNotIgnored() throws IOException {
        List<String> sources = instructions("COPY").stream()
                .flatMap(copy -> Stream.of(copy.split(" ")).limit(copy.split(" ").length - 1))
                .toList();
        List<String> kept = Files.readAllLines(Path.of(".dockerignore"));

        assertThat(sources).containsExactly("LICENSE", "NOTICE", "target/lib", "target/almanac-*.jar");
        assertThat(kept).containsAll(sources.stream().map("!"::concat).toList());
        assertThat(Path.of("LICENSE")).exists();
        assertThat(Path.of("NOTICE")).exists();
    }

    @Test
    void imagesArePinnedToTheVersionsOfTheBuild() throws IOException {
        JsonNode services = compose().get("services");

        assertThat(services.at("/kafka/image").asText()).isEqualTo("apache/kafka:" + pomProperty("kafka.version"));
        assertThat(services.at("/registry/image").asText())
                .isEqualTo("apicurio/apicurio-registry:" + pomProperty("registry-server.version"));
        assertThat(instructions("FROM"))
                .singleElement()
                .asString()
                .matches("eclipse-temurin:" + pomProperty("java.version") + "-jre-\\w+");
    }

    @Test
    void portsAreOpenOnThisMachineOnly() throws IOException {
        assertThat(compose().findValues("ports"))
                .isNotEmpty()
                .allSatisfy(ports -> assertThat(ports).allMatch(port -> port.asText().startsWith("127.0.0.1:")));
    }

    @Test
    void filesThatTheComposeFileNamesExistOrAreMadeFromAnExample() throws IOException {
        JsonNode compose = compose();
        Path folder = COMPOSE.getParent();

        assertThat(folder.resolve(compose.at("/services/almanac/build/context").asText()).resolve("pom.xml")).exists();
        assertThat(folder.resolve(compose.at("/services/almanac/build/context").asText())
                        .resolve(compose.at("/services/almanac/build/dockerfile").asText()))
                .exists();
        assertThat(compose.at("/secrets/tokens/file").asText()).isEqualTo("./tokens");
        assertThat(compose.at("/services/almanac/volumes/0").asText()).startsWith("./locations.yaml:");
        assertThat(folder.resolve("tokens.example")).exists();
        assertThat(folder.resolve("locations.example.yaml")).exists();
        assertThat(Path.of(".gitignore")).content().contains("deploy/tokens", "deploy/locations.yaml");
    }

    @Test
    void pathsInTheContainerAgree() throws IOException {
        JsonNode almanac = compose().at("/services/almanac");

        assertThat(almanac.at("/volumes/0").asText().split(":")[1])
                .isEqualTo(almanac.at("/environment/ALMANAC_LOCATIONS_FILE").asText());
        assertThat(almanac.at("/environment/ALMANAC_CREDENTIALS_TOKEN_FILE").asText())
                .isEqualTo("/run/secrets/" + almanac.at("/secrets/0").asText());
        assertThat(almanac.at("/volumes/1").asText()).endsWith(":" + instructions("VOLUME").getFirst());
        assertThat(Files.readString(DOCKERFILE)).contains("ALMANAC_AGGREGATES_STATE_DIR=" + instructions("VOLUME").getFirst());
    }

    @Test
    void theReadmeAndTheContinuousBuildRunTheSameCommand() throws IOException {
        assertThat(Path.of(".ci/run")).isExecutable().content().contains("\nmvn -q verify ");
        assertThat(Path.of("README.md")).content().contains("mvn -q verify");
    }

    private static JsonNode compose() throws IOException {
        return new YAMLMapper().readTree(COMPOSE.toFile());
    }

    private static Set<String> variablesOf(Path file) throws IOException {
        Set<String> names = new TreeSet<>();
        VARIABLE.matcher(Files.readString(file)).results().map(MatchResult::group).forEach(names::add);
        return names;
    }

    private static List<String> instructions(String name) throws IOException {
        return Files.readString(DOCKERFILE).replaceAll("\\\\\\R\\s*", "").lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    private static String pomProperty(String name) throws IOException {
        return Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)<")
                .matcher(Files.readString(Path.of("pom.xml")))
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow();
    }
}
