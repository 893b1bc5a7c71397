package dev.almanac.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.almanac.calendar.AccessToken;
import dev.almanac.dev.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    private static final Path EXAMPLE = Path.of("deploy/tokens.example");

    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private final ManualTime time = new ManualTime(Instant.parse("2026-03-02T09:00:00Z"));

    @Test
    void theExampleServesTheExampleLocations() {
        Credentials credentials = Credentials.load(settings(EXAMPLE), Map.of(), time);
        credentials.requireAll(LocationsFile.read(Path.of("deploy/locations.example.yaml")));

        assertThat(credentials.token("downtown")).contains(new AccessToken("not-a-token-replace-me-1"));
        assertThat(credentials.token("unheard-of")).isEmpty();
    }

    @Test
    void theEnvironmentWinsOverTheFile() throws IOException {
        Credentials credentials =
                Credentials.load(file("north-1 = fromFile\nsouth=s3cr=t\\n=="), Map.of("ALMANAC_TOKEN_NORTH_1", "fromEnv\n"), time);

        assertThat(credentials.token("north-1")).contains(new AccessToken("fromEnv"));
        assertThat(credentials.token("south")).contains(new AccessToken("s3cr=t\\n=="));
    }

    @Test
    void withoutAFileTheEnvironmentIsEnough() {
        Credentials credentials =
                Credentials.load(settings(null), Map.of("ALMANAC_TOKEN_MAIN", "t", "ALMANAC_TOKEN_BLANK", " "), time);

        assertThat(credentials.token("main")).contains(new AccessToken("t"));
        assertThat(credentials.token("blank")).isEmpty();
    }

    @Test
    void everyCredentialWithoutATokenIsNamedOnALine() throws IOException {
        Credentials credentials = Credentials.load(file("a=token"), Map.of(), time);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> credentials.requireAll(List.of(using("a"), using("x-y"), using("x-y"), using("z"))))
                .withMessage("""
                        no token for the credential 'x-y' of location 'loc-x-y' and 1 more; set ALMANAC_TOKEN_X_Y, or add \
                        'x-y=<token>' to the token file
                        no token for the credential 'z' of location 'loc-z'; set ALMANAC_TOKEN_Z, or add 'z=<token>' to the \
                        token file""");
    }

    @Test
    void aRotatedTokenIsUsedWithoutARestart() throws IOException {
        Credentials credentials = Credentials.load(file("a=old"), Map.of(), time);
        file("a=rotated");
        assertThat(credentials.token("a")).contains(new AccessToken("old"));

        time.advance(LOOK_EVERY);

        assertThat(credentials.token("a")).contains(new AccessToken("rotated"));
    }

    @Test
    void aChangeThatCannotBeReadLeavesTheTokensUntilItIsMended() throws IOException {
        Credentials credentials = Credentials.load(file("a=old"), Map.of(), time);
        file("a=");
        time.advance(LOOK_EVERY);
        assertThat(credentials.token("a")).contains(new AccessToken("old"));
        Files.delete(folder.resolve("tokens"));
        time.advance(LOOK_EVERY);
        assertThat(credentials.token("a")).contains(new AccessToken("old"));

        file("a=mended");
        time.advance(LOOK_EVERY);

        assertThat(credentials.token("a")).contains(new AccessToken("mended"));
    }

    @Test
    void badLinesAreNamedWithoutBeingQuoted() throws IOException {
        CredentialSettings settings = file("# comment\n! too\n\ngood=secret1\nblank=\nspaced=secret2 secret3\nsecret4\n"
                + "good=secret5\nsecret6=");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.load(settings, Map.of(), time))
                .satisfies(refused -> assertThat(refused.getMessage())
                        .contains("line 5: its token is empty or malformed")
                        .contains("line 6: its token is empty or malformed")
                        .contains("line 7: write a credential's name, '=' and its token")
                        .contains("line 8: a second token for the same credential")
                        .doesNotContain("secret")
                        .hasLineCount(5));
    }

    @Test
    void aMalformedVariableIsNamedWithoutBeingQuoted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.load(settings(null), Map.of("ALMANAC_TOKEN_A", "secret one"), time))
                .withMessageStartingWith("ALMANAC_TOKEN_A: ")
                .withMessageNotContaining("secret");
    }

    @Test
    void aMissingOrUnreadableFileIsNamed() {
        Path absent = folder.resolve("absent");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.load(settings(absent), Map.of(), time))
                .withMessage("the token file " + absent + " does not exist");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.load(settings(folder), Map.of(), time))
                .withMessageStartingWith("the token file " + folder + " cannot be read");
    }

    @Test
    void printingThemShowsNoToken() throws IOException {
        assertThat(Credentials.load(file("a=secret1"), Map.of("ALMANAC_TOKEN_B", "secret2"), time))
                .asString()
                .contains("a", "ALMANAC_TOKEN_B")
                .doesNotContain("secret");
    }

    private static CredentialSettings settings(Path file) {
        return new CredentialSettings(file, LOOK_EVERY);
    }

    private CredentialSettings file(String text) throws IOException {
        return settings(Files.writeString(folder.resolve("tokens"), text));
    }

    private static Location using(String credential) {
        return new Location(
                "loc-" + credential,
                ZoneId.of("UTC"),
                credential,
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                null,
                PollSettings.DEFAULT,
                Duration.ofHours(24));
    }
}
