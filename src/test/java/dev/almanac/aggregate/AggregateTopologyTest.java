package dev.almanac.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.aggregate.CellKey.Scope;
import dev.almanac.aggregate.Sighting.EntryId;
import dev.almanac.change.AppointmentRow;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.location.Location;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AggregateTopologyTest {
    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2026, 6, 1);
    private static final Location NEW_YORK =
            Rows.location("America/New_York", Rows.daily("09:00-17:00"), Map.of("ann", Optional.empty()));
    private static final Location TOKYO =
            Rows.location("Asia/Tokyo", Rows.daily("09:00-17:00"), Map.of("ann", Optional.empty()));
    private static final Rows NOON =
            Rows.of("a", "2026-06-01T12:00:00-04:00", "2026-06-01T13:00:00-04:00").seen("2026-06-01T12:00:00Z");

    @TempDir
    Path stateDir;

    private final TestTopics topics = new TestTopics("", 12);
    private TopologyTestDriver driver;
    private TestInputTopic<String, AppointmentRow> appointments;
    private TestInputTopic<String, BlockedTimeRow> blocks;
    private TestInputTopic<String, Location> locations;
    private TestOutputTopic<String, NoShows> noShows;
    private TestOutputTopic<String, Utilization> utilization;

    @BeforeEach
    void open() {
        Properties properties = new Properties();
        properties.put("application.id", "test-aggregates");
        properties.put("bootstrap.servers", "unused:1");
        properties.put("state.dir", stateDir.toString());
        properties.put("processing.exception.handler.global.enabled", true);
        driver = new TopologyTestDriver(topics.topologyInMemory(), properties, START);
        StringSerializer keys = new StringSerializer();
        appointments = driver.createInputTopic("appointments", keys, topics.appointments().valueSerde().serializer());
        blocks = driver.createInputTopic("blocked-time", keys, topics.blockedTime().valueSerde().serializer());
        locations = driver.createInputTopic("locations", keys, topics.locations().valueSerde().serializer());
        StringDeserializer readKeys = new StringDeserializer();
        noShows = driver.createOutputTopic("no-shows", readKeys, topics.noShows().valueSerde().deserializer());
        utilization =
                driver.createOutputTopic("utilization", readKeys, topics.utilization().valueSerde().deserializer());
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void anAppointmentIsCountedInItsLocationCalendarUserAndContact() {
        given(NEW_YORK);
        see(NOON);
        assertThat(toldNoShows().keySet()).containsExactlyInAnyOrder(
                "loc/LOCATION/loc/2026-06-01", "loc/CALENDAR/cal/2026-06-01", "loc/USER/ann/2026-06-01",
                "loc/CONTACT/kim/2026-06-01");
        assertThat(toldUtilization().keySet()).containsExactlyInAnyOrder(
                "loc/LOCATION/loc/2026-06-01", "loc/CALENDAR/cal/2026-06-01", "loc/USER/ann/2026-06-01");
    }

    @Test
    void anAppointmentBeforeItsLocationIsCountedOnceThatIsKnown() {
        see(NOON);
        block(Rows.of("x", "2026-06-01T16:00:00-04:00", "2026-06-01T18:00:00-04:00"));
        assertThat(noShows.isEmpty()).isTrue();
        assertThat(utilization.isEmpty()).isTrue();
        given(NEW_YORK);
        assertThat(toldNoShows().get("loc/USER/ann/2026-06-01").figures().upcoming()).isOne();
        Utilization.Figures ann = toldUtilization().get("loc/USER/ann/2026-06-01").figures();
        assertThat(ann.available()).isEqualTo(Duration.ofHours(7));
        assertThat(ann.booked()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aLocationWithoutEntriesTellsNothing() {
        given(NEW_YORK);
        assertThat(noShows.isEmpty()).isTrue();
        assertThat(utilization.isEmpty()).isTrue();
    }

    @Test
    void upcomingBecomesUnmarkedWhenItsEndPasses() {
        given(NEW_YORK);
        see(NOON);
        toldNoShows();
        toldUtilization();
        driver.advanceWallClockTime(Duration.ofHours(5).minusSeconds(1));
        assertThat(noShows.isEmpty()).isTrue();
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        Map<String, NoShows> told = toldNoShows();
        assertThat(told).hasSize(4).allSatisfy((_, cell) -> {
            assertThat(cell.figures().upcoming()).isZero();
            assertThat(cell.figures().unmarked()).isOne();
            assertThat(cell.asOf()).isEqualTo("2026-06-01T17:00:00Z");
            assertThat(cell.revision()).isEqualTo(2);
        });
        driver.advanceWallClockTime(Duration.ofDays(1));
        assertThat(noShows.isEmpty()).isTrue();
        assertThat(utilization.isEmpty()).isTrue();
    }

    @Test
    void theTimeUpToWhichEndsWereSeenOutlivesARestart() {
        given(NEW_YORK);
        see(NOON);
        driver.advanceWallClockTime(Duration.ofHours(6));
        assertThat(driver.<String, Long>getKeyValueStore(EntryKeeper.CLOCK).get("latest"))
                .isEqualTo(START.plus(Duration.ofHours(6)).toEpochMilli());
    }

    @Test
    void anOldRowReadLateIsJudgedByTheClockNotByItsOwnTime() {
        given(NEW_YORK);
        driver.advanceWallClockTime(Duration.ofHours(8));
        see(NOON);
        NoShows cell = toldNoShows().get("loc/USER/ann/2026-06-01");
        assertThat(cell.figures().unmarked()).isOne();
        assertThat(cell.asOf()).isEqualTo("2026-06-01T20:00:00Z");
    }

    @Test
    void anEndPassedByARecordsTimeIsFoundByTheNextTick() {
        given(NEW_YORK);
        see(NOON);
        toldNoShows();
        driver.advanceWallClockTime(Duration.ofHours(5).minusMinutes(2));
        // Another machine's clock is ahead of this one's.
        see(Rows.of("b", "2026-07-01T12:00:00-04:00", "2026-07-01T13:00:00-04:00").seen("2026-06-01T17:00:00Z"));
        assertThat(toldNoShows().keySet()).noneMatch(key -> key.endsWith("2026-06-01"));
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        assertThat(toldNoShows().get("loc/USER/ann/2026-06-01").figures().unmarked()).isOne();
    }

    @Test
    void aClockThatIsYearsAheadDoesNotEndWhatHasNotBegun() {
        given(NEW_YORK);
        see(NOON);
        toldNoShows();
        see(Rows.of("b", "2026-06-01T15:00:00-04:00", "2026-06-01T16:00:00-04:00").seen("2031-01-01T00:00:00Z"));
        NoShows cell = toldNoShows().get("loc/USER/ann/2026-06-01");
        assertThat(cell.figures()).isEqualTo(new NoShows.Figures(0, 0, 0, 0, 0, 2, 0, 0));
        assertThat(cell.asOf()).isEqualTo(START.plus(PartitionClock.MOST_AHEAD));

        locations.pipeInput("loc", TOKYO, Instant.parse("2031-01-01T00:00:00Z"));
        assertThat(toldNoShows()).allSatisfy((_, moved) -> assertThat(moved.figures().unmarked()).isZero());
        driver.advanceWallClockTime(Duration.ofHours(5).minusSeconds(1));
        assertThat(toldNoShows()).isEmpty();
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        assertThat(toldNoShows().get("loc/USER/ann/2026-06-02").figures())
                .isEqualTo(new NoShows.Figures(0, 0, 0, 0, 0, 1, 1, 0));
    }

    @Test
    void aMovedAppointmentLeavesItsOldDayAtOnce() {
        given(NEW_YORK);
        see(NOON);
        toldNoShows();
        toldUtilization();
        see(NOON.moved("2026-06-03T12:00:00-04:00", "2026-06-03T13:00:00-04:00"));
        Map<String, NoShows> told = toldNoShows();
        assertThat(told.get("loc/USER/ann/2026-06-01").figures().scheduled()).isZero();
        assertThat(told.get("loc/USER/ann/2026-06-03").figures().upcoming()).isOne();
        Map<String, Utilization> booked = toldUtilization();
        assertThat(booked.get("loc/USER/ann/2026-06-01").figures().booked()).isZero();
        assertThat(booked.get("loc/USER/ann/2026-06-03").figures().booked()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void anAppointmentMovedEarlierIsNotUnmarkedByItsOldEnd() {
        given(NEW_YORK);
        see(NOON);
        see(NOON.moved("2026-06-03T12:00:00-04:00", "2026-06-03T13:00:00-04:00"));
        toldNoShows();
        driver.advanceWallClockTime(Duration.ofHours(6));
        assertThat(noShows.isEmpty()).isTrue();
        driver.advanceWallClockTime(Duration.ofDays(2));
        assertThat(toldNoShows().get("loc/USER/ann/2026-06-03").figures().unmarked()).isOne();
    }

    @Test
    void aReassignedAppointmentLeavesItsOldUser() {
        given(NEW_YORK);
        see(NOON);
        see(NOON.user("bob"));
        assertThat(toldNoShows().get("loc/USER/ann/2026-06-01").figures().scheduled()).isZero();
        Map<String, Utilization> told = toldUtilization();
        assertThat(told.get("loc/USER/ann/2026-06-01").figures().booked()).isZero();
        assertThat(told.get("loc/USER/bob/2026-06-01").figures().booked()).isEqualTo(Duration.ofHours(1));
        assertThat(told.get("loc/LOCATION/loc/2026-06-01").figures().booked()).isZero();
    }

    @Test
    void anAppointmentOfAnotherContactLeavesTheFirst() {
        given(NEW_YORK);
        see(NOON);
        toldNoShows();
        see(NOON.contact("other"));
        assertThat(toldNoShows().keySet())
                .containsExactlyInAnyOrder("loc/CONTACT/kim/2026-06-01", "loc/CONTACT/other/2026-06-01");
    }

    @Test
    void aRemovedAppointmentIsToldOnceWithZeros() {
        given(NEW_YORK);
        see(NOON);
        toldNoShows();
        see(NOON.gone());
        assertThat(toldNoShows()).hasSize(4).allSatisfy((_, cell) -> assertThat(cell.figures().scheduled()).isZero());
        see(NOON.gone());
        assertThat(noShows.isEmpty()).isTrue();
        driver.advanceWallClockTime(Duration.ofDays(1));
        assertThat(noShows.isEmpty()).isTrue();
    }

    @Test
    void aRowThatChangesNoFigureTellsNothing() {
        given(NEW_YORK);
        see(NOON);
        toldNoShows();
        toldUtilization();
        see(NOON);
        see(NOON.status("new"));
        assertThat(noShows.isEmpty()).isTrue();
        assertThat(utilization.isEmpty()).isTrue();
        appointments.pipeInput("a", null);
        blocks.pipeInput("x", null);
        assertThat(noShows.isEmpty()).isTrue();
    }

    @Test
    void aStatusSetAWeekLaterReachesItsOldDay() {
        given(NEW_YORK);
        see(NOON);
        driver.advanceWallClockTime(Duration.ofDays(7));
        toldNoShows();
        toldUtilization();
        see(NOON.status("noshow", "2026-06-08T12:00:00Z"));
        assertThat(toldNoShows().get("loc/CALENDAR/cal/2026-06-01").figures().noShow()).isOne();
        assertThat(toldUtilization().get("loc/USER/ann/2026-06-01").figures().noShow()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aChangedZoneRebucketsEveryCell() {
        given(NEW_YORK);
        Rows evening = Rows.of("a", "2026-06-01T18:00:00-04:00", "2026-06-01T19:00:00-04:00");
        see(evening);
        toldNoShows();
        toldUtilization();
        given(TOKYO);
        Map<String, NoShows> told = toldNoShows();
        assertThat(told.get("loc/USER/ann/2026-06-01").figures().scheduled()).isZero();
        assertThat(told.get("loc/USER/ann/2026-06-02").figures().upcoming()).isOne();
        assertThat(told.get("loc/USER/ann/2026-06-02").timeZone()).isEqualTo(TOKYO.timeZone());
        assertThat(toldUtilization().get("loc/USER/ann/2026-06-02").figures().booked()).isEqualTo(Duration.ofHours(1));
        driver.advanceWallClockTime(Duration.ofDays(2));
        assertThat(toldNoShows().get("loc/USER/ann/2026-06-02").figures().unmarked()).isOne();
    }

    @Test
    void otherZoneRulesPutEverythingOnItsDaysAnew() {
        given(NEW_YORK);
        see(NOON);
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        // As if older rules had put it on the day before.
        KeyValueStore<String, Kept> entries = driver.getKeyValueStore(EntryStores.ENTRIES);
        KeyValueStore<String, Kept> byDay = driver.getKeyValueStore(EntryStores.ENTRIES_BY_DAY);
        LocalDate before = DAY.minusDays(1);
        entries.put(StoreKeys.ofEntry(EntryId.of(NOON.booking())), new Kept(NOON.booking(), List.of(before)));
        byDay.delete(StoreKeys.ofEntryOn(DAY, NOON.booking()));
        byDay.put(StoreKeys.ofEntryOn(before, NOON.booking()), new Kept(NOON.booking(), List.of()));
        driver.<String, Long>getKeyValueStore(EntryKeeper.CLOCK).put(EntryKeeper.ZONE_RULES, 0L);
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        see(Rows.of("b", NOON.start(), NOON.end()));
        assertThat(toldNoShows().get("loc/USER/ann/2026-06-01").figures().scheduled()).isEqualTo(2);
        assertThat(EntryStores.withPrefix(byDay, StoreKeys.ofDay("loc", before))).isEmpty();
    }

    @Test
    void changedHoursReachDaysThatHaveLostTheirEntries() {
        given(NEW_YORK);
        see(NOON);
        see(NOON.gone());
        toldUtilization();
        given(Rows.location("America/New_York", Rows.daily("09:00-12:00"), Map.of("ann", Optional.empty())));
        assertThat(toldUtilization().get("loc/USER/ann/2026-06-01").figures().available())
                .isEqualTo(Duration.ofHours(3));
    }

    @Test
    void theSameLocationAgainTellsNothing() {
        given(NEW_YORK);
        see(NOON);
        toldNoShows();
        toldUtilization();
        given(NEW_YORK);
        assertThat(noShows.isEmpty()).isTrue();
        assertThat(utilization.isEmpty()).isTrue();
    }

    @Test
    void anEndedLocationKeepsItsCellsAndComesBackWhole() {
        given(NEW_YORK);
        see(NOON);
        toldNoShows();
        locations.pipeInput("loc", null);
        see(NOON.status("showed"));
        assertThat(noShows.isEmpty()).isTrue();
        given(TOKYO);
        Map<String, NoShows> told = toldNoShows();
        assertThat(told.get("loc/USER/ann/2026-06-01").figures().scheduled()).isZero();
        assertThat(told.get("loc/USER/ann/2026-06-02").figures().showed()).isOne();
    }

    @Test
    void aBlockReducesWhatIsAvailableAndGoesAgain() {
        given(NEW_YORK);
        Rows vacation = Rows.of("x", "2026-06-01T00:00:00-04:00", "2026-06-03T12:00:00-04:00").calendar(null);
        block(vacation);
        Map<String, Utilization> told = toldUtilization();
        assertThat(told.get("loc/USER/ann/2026-06-01").figures().available()).isZero();
        assertThat(told.get("loc/USER/ann/2026-06-03").figures().available()).isEqualTo(Duration.ofHours(5));
        assertThat(told.get("loc/LOCATION/loc/2026-06-02").figures().available()).isZero();
        assertThat(noShows.isEmpty()).isTrue();
        block(vacation.gone());
        assertThat(toldUtilization()).hasSize(6).allSatisfy(
                (_, cell) -> assertThat(cell.figures().available()).isEqualTo(Duration.ofHours(8)));
    }

    @Test
    void anotherLocationsEntriesAreItsOwn() {
        given(NEW_YORK);
        given(Rows.location("loc2", "America/New_York", null, Map.of(), Map.of()));
        see(NOON);
        see(NOON.in("loc2"));
        assertThat(toldNoShows().get("loc2/USER/ann/" + DAY).figures().scheduled()).isOne();
        given(TOKYO);
        assertThat(toldNoShows().keySet()).allMatch(key -> key.startsWith("loc/"));
    }

    private void given(Location location) {
        locations.pipeInput(location.locationId(), location, START);
    }

    private void see(Rows row) {
        appointments.pipeInput(row.id(), row.appointment());
    }

    private void block(Rows row) {
        blocks.pipeInput(row.id(), row.block());
    }

    /// What was told since the last look, the last of each cell.
    private Map<String, NoShows> toldNoShows() {
        return last(noShows);
    }

    private Map<String, Utilization> toldUtilization() {
        return last(utilization);
    }

    private static <C extends Cell> Map<String, C> last(TestOutputTopic<String, C> topic) {
        Map<String, C> cells = new LinkedHashMap<>();
        for (KeyValue<String, C> told : topic.readKeyValuesToList()) {
            assertThat(told.key).isEqualTo(told.value.key().toString());
            cells.put(told.key, told.value);
        }
        return cells;
    }
}
