package dev.almanac;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.PropertySource.PropertyConvention;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Real contexts of the framework; the beans below exist in these tests only.
class StartupTest {
    private static final Map<String, Object> COMPLETE = Map.of(
            "ALMANAC_KAFKA_BOOTSTRAP_SERVERS", "localhost:9092",
            "ALMANAC_REGISTRY_URL", "http://localhost:8081",
            "ALMANAC_CALENDAR_BASE_URL", "http://localhost:8082",
            "ALMANAC_LOCATIONS_FILE", "locations.yaml",
            "ALMANAC_HTTP_PORT", "-1",
            "TRIAL", "true");

    @Context
    @Requires(property = "trial", value = "true")
    @ConfigurationProperties("almanac.trial")
    record TrialSettings(
            @Bindable(defaultValue = "1") int loops,
            @Bindable(defaultValue = "3s") Duration drainTime,
            @Bindable(defaultValue = "false") boolean verbose,
            @Nullable Path file,
            @Nullable String text) {

        TrialSettings {
            if (loops < 1) {
                throw new IllegalArgumentException("loops must be at least 1, not " + loops);
            }
            if (drainTime.isZero()) {
                throw new IllegalArgumentException("a drain needs time");
            }
            if ("null".equals(text)) {
                requireNonNull((Object) null, "drainTime");
            }
        }
    }

    /// Stands for what reads files and checks them.
    @Context
    @Requires(property = "trial", value = "true")
    static class TrialReader {
        TrialReader(TrialSettings settings) {
            if (settings.file() != null && settings.text() != null) {
                throw new IllegalArgumentException("first problem\nsecond problem");
            }
            if (settings.file() != null) {
                read(settings.file());
            }
        }

        private static void read(Path file) {
            try {
                Files.readString(file);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }

    @Test
    void everyMissingSettingIsNamedAtOnce() {
        assertThat(start(Map.of("ALMANAC_REGISTRY_URL", "http://localhost:8081", "ALMANAC_LOCATIONS_FILE", " ")))
                .containsExactly(
                        "almanac.kafka.bootstrap-servers (ALMANAC_KAFKA_BOOTSTRAP_SERVERS) is required and not set",
                        "almanac.calendar.base-url (ALMANAC_CALENDAR_BASE_URL) is required and not set",
                        "almanac.locations.file (ALMANAC_LOCATIONS_FILE) is required and not set");
    }

    @Test
    void everyValueOfTheWrongKindIsNamedAtOnceAndNotQuoted() {
        assertThat(start("ALMANAC_TRIAL_LOOPS", "many", "ALMANAC_TRIAL_DRAIN_TIME", "7x", "ALMANAC_TRIAL_VERBOSE", "perhaps"))
                .containsExactly(
                        "almanac.trial.loops (ALMANAC_TRIAL_LOOPS) must be a whole number",
                        "almanac.trial.drain-time (ALMANAC_TRIAL_DRAIN_TIME) must be a duration such as 200ms, 5s, 15m or 7d",
                        "almanac.trial.verbose (ALMANAC_TRIAL_VERBOSE) must be true or false");
    }

    @Test
    void whatOnlyTheFrameworkNoticesIsNamedWithItsVariable() {
        assertThat(start("ALMANAC_HTTP_PORT", "http"))
                .singleElement()
                .asString()
                .startsWith("micronaut.server.port (ALMANAC_HTTP_PORT): Unable to convert value [http]")
                .doesNotContain("\n");
    }

    @Test
    void everySettingsRecordIsChecked() {
        assertThat(new ClassFileImporter()
                        .importPath(Path.of("target/classes/dev/almanac")).stream()
                                .filter(type -> type.isAnnotatedWith(ConfigurationProperties.class))
                                .map(JavaClass::reflect))
                .isNotEmpty()
                .hasSameElementsAs(SettingsCheck.RECORDS);
    }

    @Test
    void aRefusedValueIsNamedWithItsVariable() {
        assertThat(start("ALMANAC_TRIAL_LOOPS", "0"))
                .containsExactly("almanac.trial.loops (ALMANAC_TRIAL_LOOPS) must be at least 1, not 0");
        assertThat(start("ALMANAC_TRIAL_DRAIN_TIME", "0s")).containsExactly("almanac.trial: a drain needs time");
        assertThat(start("ALMANAC_TRIAL_TEXT", "null"))
                .containsExactly("almanac.trial.drain-time (ALMANAC_TRIAL_DRAIN_TIME) is required and not set");
    }

    @Test
    void severalProblemsOfOneKindAreALineEach() {
        assertThat(start("ALMANAC_TRIAL_FILE", "any", "ALMANAC_TRIAL_TEXT", "any"))
                .containsExactly("first problem", "second problem");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThat(start("ALMANAC_TRIAL_FILE", "/no/such/file")).containsExactly("the file /no/such/file does not exist");
    }

    @Test
    void aPortInUseIsNamedWithItsVariables() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(start("ALMANAC_HTTP_PORT", String.valueOf(taken.getLocalPort())))
                    .containsExactly("cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": Address already in use;"
                            + " choose another with micronaut.server.host (ALMANAC_HTTP_HOST)"
                            + " and micronaut.server.port (ALMANAC_HTTP_PORT)");
        }
    }

    @Test
    void withEverythingInPlaceItStarts() {
        assertThat(start()).isEmpty();
    }

    @Test
    void anExceptionWithoutWordsIsNamedByItsType() {
        assertThat(StartFailure.explain(new IllegalStateException())).containsExactly("java.lang.IllegalStateException");
        assertThat(StartFailure.explain(new ArithmeticException("by zero"))).containsExactly("ArithmeticException: by zero");
    }

    private static List<String> start(String... variables) {
        return start(with(variables));
    }

    private static List<String> start(Map<String, Object> environment) {
        return start(environment, List.of(TrialSettings.class));
    }

    private static List<String> start(Map<String, Object> environment, List<Class<?>> settings) {
        PropertySource variables = PropertySource.of(
                "variables", environment, PropertyConvention.ENVIRONMENT_VARIABLE, PropertySource.Origin.of("test"));
        try (ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .environmentPropertySource(false)
                .banner(false)
                .propertySources(variables)
                .build()) {
            return Startup.start(context, settings);
        }
    }

    private static Map<String, Object> with(String... variables) {
        Map<String, Object> environment = new HashMap<>(COMPLETE);
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return environment;
    }
}
