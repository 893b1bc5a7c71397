package dev.almanac.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationsFileTest {
    private static final Path EXAMPLE = Path.of("deploy/locations.example.yaml");

    private static final String SMALLEST = """
            locations:
              - id: loc1
                timeZone: America/New_York
                credential: main
            """;

    @Test
    void theShortestExampleGetsTheDefaults() {
        assertThat(LocationsFile.read(EXAMPLE).getFirst())
                .isEqualTo(new Location(
                        "exampleLocation0001",
                        ZoneId.of("America/New_York"),
                        "downtown",
                        Map.of("exampleCalendar0001", Optional.empty()),
                        Map.of(),
                        Map.of(),
                        List.of(),
                        null,
                        PollSettings.DEFAULT,
                        Duration.ofHours(24)));
    }

    @Test
    void theFullExampleIsReadWhole() {
        Location location = LocationsFile.read(EXAMPLE).get(1);
        LocalDate thursday = LocalDate.of(2026, 12, 17);
        LocalDate halfDay = LocalDate.of(2026, 12, 24);

        assertThat(location.calendars()).containsOnlyKeys("exampleCalendar0002", "exampleCalendar0003");
        assertThat(location.hasOneSeat("exampleCalendar0003")).isTrue();
        assertThat(location.hasOneSeat("exampleCalendar0002")).isFalse();
        assertThat(location.hoursOfCalendar("exampleCalendar0003").weekly())
                .isEqualTo(Map.of(DayOfWeek.SATURDAY, List.of(OpeningInterval.parse("10:00", "14:00"))));
        assertThat(location.users()).containsOnlyKeys("exampleUser0001", "exampleUser0002");
        assertThat(location.hoursOfUser("exampleUser0001")).isEqualTo(location.openingHours());
        assertThat(location.hoursOfUser("exampleUser0002").on(thursday))
                .containsExactly(OpeningInterval.parse("13:00", "19:00"));
        assertThat(location.groups()).containsExactly("exampleGroup0001");
        assertThat(location.openingHours().on(thursday)).containsExactly(OpeningInterval.parse("09:00", "20:00"));
        assertThat(location.openingHours().on(halfDay)).containsExactly(OpeningInterval.parse("09:00", "12:00"));
        assertThat(location.openingHours().on(halfDay.plusDays(1))).isEmpty();
        assertThat(location.polling()).isEqualTo(PollSettings.DEFAULT);
        assertThat(location.lateCancellationNotice()).isEqualTo(Duration.ofHours(12));
    }

    @Test
    void pollingMayNameOnlyWhatDiffers() {
        assertThat(parse(SMALLEST + "    polling: {nearInterval: 5s, farPast: 7d}\n").getFirst().polling())
                .isEqualTo(new PollSettings(
                        Duration.ofSeconds(5),
                        PollSettings.DEFAULT.nearPast(),
                        PollSettings.DEFAULT.nearFuture(),
                        PollSettings.DEFAULT.farInterval(),
                        Duration.ofDays(7),
                        PollSettings.DEFAULT.farFuture(),
                        10,
                        true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"US/Eastern", "Asia/Calcutta", "Etc/UTC", "Australia/Lord_Howe"})
    void legacyZoneNamesAreAccepted(String zone) {
        assertThat(parse(SMALLEST.replace("America/New_York", zone)).getFirst().timeZone())
                .isEqualTo(ZoneId.of(zone));
    }

    @Test
    void anIdOfDigitsIsTakenAsWritten() {
        assertThat(parse(SMALLEST.replace("loc1", "0012")).getFirst().locationId()).isEqualTo("0012");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+02:00", "America/Atlantis", "GMT+3"})
    void anUnknownZoneIsNamedWithItsPlaceAndLocation(String zone) {
        refused(SMALLEST.replace("America/New_York", "'" + zone + "'"))
                .isEqualTo("f.yaml, line 3, column 15, location 'loc1': '" + zone
                        + "' is not a time zone; use an IANA name such as America/New_York");
    }

    @Test
    void aMisspeltKeyIsRefusedWithTheKeysThatExist() {
        refused(SMALLEST + "    calendar: [a]\n")
                .startsWith("f.yaml, line 5, column 5, location 'loc1': unknown key 'calendar'; the keys here are calendars,")
                .contains("timeZone")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            openingHours: {weekly: {mon: ['09:00-17:00']}}                  | 'mon' is not a day of the week
            openingHours: {weekly: {monday: ['9-17']}}                      | '9' is not a time of day as HH:mm
            openingHours: {weekly: {monday: ['17:00-09:00']}}               | end after it starts
            openingHours: {weekly: {monday: ['09:00']}}                     | write it as 09:00-17:00
            openingHours: {weekly: {monday: '09:00-17:00'}}                 | 'monday' must be a list
            openingHours: {weekly: {monday: [[]]}}                          | a single value is expected here
            openingHours: {weekly: {monday: [~]}}                           | 'monday' has an empty entry
            openingHours: {exceptions: {24.12.2026: []}}                    | write it as 2026-12-24
            openingHours: {weekly: {monday: ['09:00-12:00','11:00-13:00']}} | openingHours of MONDAY overlap
            polling: {nearInterval: 60}                                     | '60' is not a duration
            polling: {nearInterval: 0s}                                     | nearInterval must be whole seconds, from 1 to
            polling: {nearPast: 90m}                                        | nearPast must be whole hours, from 1 to 8784
            polling: {farPast: 36h}                                         | farPast must be whole days, from 1 to 366
            polling: {farPast: 367d}                                        | farPast must be whole days, from 1 to 366
            polling: {dailyPercent: 91}                                     | dailyPercent must be a whole number from 1 to 90
            lateCancellationNotice: 30s                                     | must be whole minutes, from 0 to
            calendars: [a, a]                                               | calendars lists 'a' more than once
            calendars: [{id: a, seats: 0}]                                  | seats of calendar 'a' must be at least 1
            calendars: ['']                                                 | an id under calendars is missing or empty
            users: [{openingHours: {}}]                                     | an id under users is missing or empty
            users: [a/b]                                                    | must be one word without a slash
            groups: {a: b}                                                  | 'groups' must be a list
            groups: [a, b, a]                                               | groups lists 'a' more than once
            timeZone: UTC                                                   | Duplicate field 'timeZone'
            """)
    void whatIsWrongIsSaidOnOneLineThatNamesTheLocation(String line, String message) {
        refused(SMALLEST + "    " + line + "\n")
                .startsWith("f.yaml")
                .contains("location 'loc1'")
                .contains(message)
                .doesNotContain("\n");
    }

    @Test
    void everyProblemIsListedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("""
                        locations:
                          - {id: a, timeZone: UTC, credential: c}
                          - {id: a, timeZone: UTC, credential: ''}
                          - {credential: c, users: [u, u]}
                        """))
                .satisfies(refused -> assertThat(refused.getMessage().lines())
                        .containsExactly(
                                "f.yaml: location 'a' is listed more than once; keep one entry",
                                "f.yaml: location 'a': credential is missing or empty",
                                "f.yaml: entry 3: id is missing or empty",
                                "f.yaml: entry 3: timeZone is missing; give an IANA name such as America/New_York",
                                "f.yaml: entry 3: users lists 'u' more than once; keep one entry"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing", "locations:", "locations: []"})
    void aFileWithoutLocationsIsRefused(String yaml) {
        refused(yaml).contains("no locations");
    }

    @Test
    void brokenYamlIsRefusedWithItsPlace() {
        refused("locations:\n  - id: a\n   timeZone: UTC\n").startsWith("f.yaml, line 3, column 4: ").doesNotContain("\n");
    }

    @Test
    void aMissingFileIsNamed(@TempDir Path folder) {
        Path absent = folder.resolve("absent.yaml");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocationsFile.read(absent))
                .withMessage("the locations file " + absent + " does not exist");
    }

    private static List<Location> parse(String yaml) {
        return LocationsFile.parse(yaml, "f.yaml");
    }

    private static AbstractStringAssert<?> refused(String yaml) {
        try {
            return assertThat("accepted: " + parse(yaml));
        } catch (IllegalArgumentException refusal) {
            return assertThat(refusal.getMessage());
        }
    }
}
