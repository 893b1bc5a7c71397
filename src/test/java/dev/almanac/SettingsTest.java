package dev.almanac;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.PropertySource.PropertyConvention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `application.yml` as documentation: what it says of keys and variables is what happens.
class SettingsTest {
    private static final Path FILE = Path.of("src/main/resources/application.yml");
    private static final Pattern MAPPING = Pattern.compile("( *)([a-z-]+):.*");
    private static final Pattern WITH_DEFAULT = Pattern.compile("( +)([a-z-]+): \\$\\{(ALMANAC_[A-Z_]+):(.*)}");
    private static final Pattern WITHOUT_DEFAULT = Pattern.compile("( +)# ([a-z-]+): (ALMANAC_[A-Z_]+)");

    @Test
    void everyDocumentedVariableSetsItsKey() throws IOException {
        Map<String, String> variables = documented();
        Map<String, Object> environment = new HashMap<>();
        variables.forEach((key, variable) -> environment.put(variable, "set " + variable));

        try (ApplicationContext context = context(environment)) {
            var settings = context.getEnvironment().start();
            assertThat(variables).hasSizeGreaterThan(40);
            assertThat(variables).allSatisfy((key, variable) ->
                    assertThat(settings.getProperty(key, String.class)).as(key).contains("set " + variable));
        }
    }

    @Test
    void everyVariableIsNamedByTheRule() throws IOException {
        assertThat(documented()).allSatisfy((key, variable) ->
                assertThat(new SettingKey(key).variable()).isEqualTo(variable));
    }

    @Test
    void everyComponentOfASettingsRecordIsDocumented() throws IOException {
        assertThat(documented().keySet())
                .containsAll(SettingsCheck.RECORDS.stream()
                        .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                        .map(component -> SettingKey.of(component.getDeclaringRecord(), component.getName()).key())
                        .toList());
    }

    @Test
    void onlyRequiredSettingsAndThePrefixAreBlankByDefault() throws IOException {
        try (ApplicationContext context = context(Map.of())) {
            var settings = context.getEnvironment().start();
            assertThat(documented().keySet().stream()
                            .filter(key -> settings.getProperty(key, String.class).filter(String::isBlank).isPresent()))
                    .containsExactlyInAnyOrder(
                            "almanac.kafka.bootstrap-servers",
                            "almanac.kafka.topic-prefix",
                            "almanac.registry.url",
                            "almanac.calendar.base-url",
                            "almanac.locations.file");
        }
    }

    /// Variables by key.
    private static Map<String, String> documented() throws IOException {
        Map<String, String> variables = new TreeMap<>();
        Deque<String> path = new ArrayDeque<>();
        for (String line : Files.readAllLines(FILE)) {
            for (Pattern pattern : new Pattern[] {WITH_DEFAULT, WITHOUT_DEFAULT}) {
                Matcher setting = pattern.matcher(line);
                if (setting.matches()) {
                    cut(path, setting.group(1));
                    variables.put(String.join(".", path) + "." + setting.group(2), setting.group(3));
                }
            }
            Matcher mapping = MAPPING.matcher(line);
            if (mapping.matches()) {
                cut(path, mapping.group(1));
                path.addLast(mapping.group(2));
            }
        }
        return variables;
    }

    /// Two spaces a level.
    private static void cut(Deque<String> path, String indent) {
        while (path.size() > indent.length() / 2) {
            path.removeLast();
        }
    }

    private static ApplicationContext context(Map<String, Object> environment) {
        return ApplicationContext.builder()
                .deduceEnvironment(false)
                .environmentPropertySource(false)
                .banner(false)
                .propertySources(PropertySource.of(
                        "variables", environment, PropertyConvention.ENVIRONMENT_VARIABLE, PropertySource.Origin.of("test")))
                .build();
    }
}
