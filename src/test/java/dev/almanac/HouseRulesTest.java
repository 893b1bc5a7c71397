package dev.almanac;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HouseRulesTest {
    private static final HouseRules ALMANAC = new HouseRules("dev.almanac", Path.of("target/classes"));

    /// A small tree beside the real one that breaks every rule once.
    private static final HouseRules PLANTED = new HouseRules("dev.almanac.planted", Path.of("target/test-classes"));

    @Test
    void thereIsSomethingToLookAt() {
        assertThat(ALMANAC.size()).isGreaterThan(50);
        assertThat(PLANTED.size()).isGreaterThan(5);
    }

    @Test
    void packagesImportOnlyWhatTheyMay() {
        assertThat(ALMANAC.arrows()).isEmpty();
        assertThat(PLANTED.arrows())
                .containsExactly(
                        "dev.almanac.planted.calendar.WrongWay may not use dev.almanac.planted.kafka.BaseRecords",
                        "dev.almanac.planted.change.Mixed may not use dev.almanac.planted.command.OrderHelper",
                        "dev.almanac.planted.command.OrderHelper may not use dev.almanac.planted.change.Mixed",
                        "dev.almanac.planted.command.OrderHelper may not use dev.almanac.planted.dev.Trial",
                        "dev.almanac.planted.command.OrderHelper may not use dev.almanac.planted.schema.Generated");
    }

    @Test
    void noPackagesImportEachOtherInACircle() {
        assertThat(ALMANAC.cycles()).isEmpty();
        assertThat(PLANTED.cycles())
                .containsExactly("change imports itself in a circle", "command imports itself in a circle");
    }

    @Test
    void onlyTheWireKnowsGeneratedClassesAndTheRegistry() {
        assertThat(ALMANAC.schemaSeam()).isEmpty();
        assertThat(PLANTED.schemaSeam())
                .containsExactly(
                        "dev.almanac.planted.command.OrderHelper knows generated classes or the registry client",
                        "dev.almanac.planted.kafka.BaseRecords knows generated classes or the registry client");
    }

    @Test
    void onlyTheEdgesKnowTheFramework() {
        assertThat(ALMANAC.framework()).isEmpty();
        assertThat(PLANTED.framework()).containsExactly("dev.almanac.planted.change.Mixed knows the framework");
    }

    @Test
    void namesSaySomething() {
        assertThat(ALMANAC.names()).isEmpty();
        assertThat(PLANTED.names())
                .containsExactly(
                        "dev.almanac.planted.command.OrderHelper has a name that says nothing",
                        "dev.almanac.planted.dev.Trial$SessionManager has a name that says nothing",
                        "dev.almanac.planted.kafka.BaseRecords has a name that says nothing");
    }

    @Test
    void filesAreShort(@TempDir Path folder) throws IOException {
        assertThat(HouseRules.longFiles(Path.of("src/main/java"))).isEmpty();

        Path longOne = Files.write(folder.resolve("Long.java"), Collections.nCopies(251, "//"));
        Files.write(folder.resolve("Short.java"), Collections.nCopies(250, "//"));
        assertThat(HouseRules.longFiles(folder)).isEqualTo(List.of(longOne + " has 251 lines"));
    }
}
