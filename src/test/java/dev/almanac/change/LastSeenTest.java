package dev.almanac.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.almanac.calendar.AnAppointment;
import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.CreatedBy;
import dev.almanac.calendar.Marker;
import dev.almanac.calendar.Window;
import dev.almanac.calendar.WindowOwner;
import dev.almanac.change.AppointmentChange.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LastSeenTest {
    private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");
    private static final Window WINDOW = new Window(T0.minus(Duration.ofDays(1)), T0.plus(Duration.ofDays(2)));
    private static final WindowOwner CAL = new WindowOwner(WindowOwner.Kind.CALENDAR, "cal");
    private static final WindowOwner OTHER_CAL = new WindowOwner(WindowOwner.Kind.CALENDAR, "other");
    private static final WindowOwner USER = new WindowOwner(WindowOwner.Kind.USER, "user");

    private final Map<String, String> causes = new HashMap<>();
    private final Attribution attribution =
            new Attribution(Marker::in, (row, _) -> Optional.ofNullable(causes.get(row.id())));
    private LastSeen lastSeen = new LastSeen();

    // first sight

    @Test
    void ofAnOwnerThatIsWatchedSinceLatelyWhatIsOlderIsNoNews() {
        lists(CAL, 0, AnAppointment.of("a").added(at(-9)));
        long late = Duration.ofDays(10).toSeconds();

        List<AppointmentChange> first = lists(
                        OTHER_CAL, late,
                        AnAppointment.of("old").calendarId(OTHER_CAL.id()).added(at(late - Watch.OVERLOOKED.toSeconds() - 1)),
                        AnAppointment.of("new").calendarId(OTHER_CAL.id()).added(at(late - Watch.OVERLOOKED.toSeconds())))
                .changes();
        List<AppointmentChange> known =
                lists(CAL, late, AnAppointment.of("a").added(at(-9)), AnAppointment.of("b").added(at(5))).changes();

        assertThat(first).extracting(AppointmentChange::kind).containsExactly(Kind.SNAPSHOT, Kind.APPEARED);
        assertThat(known).extracting(AppointmentChange::kind).containsExactly(Kind.APPEARED);
    }

    @Test
    void afterARestartAnOwnerWithRowsIsWatchedAsLongAsBefore() {
        lists(CAL, 0, AnAppointment.of("a").added(at(-9)));
        restart();
        long late = Duration.ofDays(10).toSeconds();

        assertThat(lists(CAL, late, AnAppointment.of("a").added(at(-9)), AnAppointment.of("b").added(at(5))).changes())
                .extracting(AppointmentChange::kind).containsExactly(Kind.APPEARED);
    }

    @Test
    void whatWasThereBeforeIsASnapshotAndWhatWasMadeSinceAppeared() {
        lists(0, AnAppointment.of("old"));

        var changes = lists(60, AnAppointment.of("old"), AnAppointment.of("new").added(at(30))).changes();

        assertThat(row("old").sequence()).isEqualTo(1);
        assertThat(changes).extracting(change -> change.after().id(), AppointmentChange::kind)
                .containsExactly(tuple("new", Kind.APPEARED));
    }

    @Test
    void theFirstLookMakesSnapshots() {
        assertThat(lists(0, AnAppointment.of("a"), AnAppointment.of("b")).changes())
                .extracting(AppointmentChange::kind).containsExactly(Kind.SNAPSHOT, Kind.SNAPSHOT);
    }

    @Test
    void afterARestartWhatWasMadeSinceTheFirstRowAppeared() {
        lists(0, AnAppointment.of("a"));
        restart();

        assertThat(lists(600, AnAppointment.of("a"), AnAppointment.of("b").added(at(300))).changes())
                .extracting(AppointmentChange::kind).containsExactly(Kind.APPEARED);
    }

    @Test
    void whatOurCommandMadeNamesIt() {
        var change = lists(0, AnAppointment.of("a").description("Hi\n[almanac:c1]")).changes().getFirst();

        assertThat(change.kind()).isEqualTo(Kind.APPEARED);
        assertThat(change.commandId()).isEqualTo("c1");
        assertThat(change.after().createCommandId()).isEqualTo("c1");
    }

    @Test
    void theCreatorIsFoundLaterWhereTheListHadNoText() {
        lists(0, AnAppointment.of("a"));

        reads(10, AnAppointment.of("a").description("[almanac:c1]"));

        assertThat(row("a").createCommandId()).isEqualTo("c1");
    }

    @Test
    void aMarkerWrittenIntoAnExistingTextMakesNoCreator() {
        lists(0, AnAppointment.of("a").description("mine"));

        lists(60, AnAppointment.of("a").description("mine [almanac:c1]").updated(at(30)));

        assertThat(row("a").appointment().description()).contains("c1");
        assertThat(row("a").createCommandId()).isNull();
    }

    @Test
    void aDeletedRowThatWasNeverKnownIsNothing() {
        assertThat(lists(0, AnAppointment.of("a").deleted())).isEqualTo(nothing());
        assertThat(lastSeen.rows()).isEmpty();
    }

    // what lists may tell

    @Test
    void theSameRowInOverlappingWindowsOfSeveralOwnersChangesNothing() {
        lists(0, AnAppointment.of("a"));

        assertThat(lists(60, AnAppointment.of("a"), AnAppointment.of("a"))).isEqualTo(nothing());
        assertThat(lists(USER, 61, AnAppointment.of("a"))).isEqualTo(nothing());
        assertThat(row("a").sequence()).isEqualTo(1);
    }

    @Test
    void ofARowDoubledInOneListTheNewerVersionCounts() {
        lists(0, AnAppointment.of("a"));

        lists(60, AnAppointment.of("a").title("old"), AnAppointment.of("a").title("new").updated(at(30)));

        assertThat(row("a").appointment().title()).isEqualTo("new");
    }

    @Test
    void aNewerRowIsTaken() {
        lists(0, AnAppointment.of("a"));

        var change = lists(60, AnAppointment.of("a").status("noshow").updated(at(30))).changes().getFirst();

        assertThat(change.kind()).isEqualTo(Kind.STATUS_CHANGED);
        assertThat(change.changedFields()).containsExactly("appointmentStatus", "dateUpdated");
        assertThat(change.before().sequence()).isEqualTo(1);
        assertThat(change.after().sequence()).isEqualTo(2);
        assertThat(change.after().statusSince()).isEqualTo(at(30));
    }

    @Test
    void aRowOfAStaleListIsIgnored() {
        lists(0, AnAppointment.of("a").title("new").updated(at(-10)));

        assertThat(lists(60, AnAppointment.of("a").title("old").updated(at(-20)))).isEqualTo(nothing());
        assertThat(row("a").appointment().title()).isEqualTo("new");
    }

    @Test
    void anotherContentWithoutANewerVersionIsRead() {
        lists(0, AnAppointment.of("a"));

        var findings = lists(60, AnAppointment.of("a").title("other"));

        assertThat(findings.changes()).isEmpty();
        assertThat(findings.toRead()).containsExactly("a");
        assertThat(reads(61, AnAppointment.of("a").title("other"))).map(AppointmentChange::kind).contains(Kind.EDITED);
    }

    @Test
    void aListThatTellsLessChangesNothing() {
        lists(0, AnAppointment.of("a"));
        reads(1, AnAppointment.of("a").description("text").notes("note"));

        assertThat(lists(60, AnAppointment.of("a"))).isEqualTo(nothing());
        assertThat(row("a").appointment().description()).isEqualTo("text");
    }

    @Test
    void aNewerRowThatTellsLessIsReadBeforeAnythingIsCalledRemovedFromIt() {
        reads(0, AnAppointment.of("a").description("text"));

        var findings = lists(60, AnAppointment.of("a").title("new").updated(at(30)));
        assertThat(findings).isEqualTo(toRead("a"));

        reads(61, AnAppointment.of("a").title("new").description("text").updated(at(30)));
        assertThat(row("a").appointment().description()).isEqualTo("text");
        assertThat(lists(120, AnAppointment.of("a").title("new").updated(at(30)))).isEqualTo(nothing());
    }

    @Test
    void whatAReadingOfANewerVersionLeavesOutIsGone() {
        lists(0, AnAppointment.of("a"));

        var change = reads(60, AnAppointment.of("a").assignedUserId(null).updated(at(30)));

        assertThat(change).map(AppointmentChange::kind).contains(Kind.REASSIGNED);
        assertThat(row("a").appointment().assignedUserId()).isNull();
    }

    @Test
    void aUserThatIsTakenAwayWithinTheSecondOfAnotherChangeIsGoneOnceAReadingSaysSo() {
        lists(0, AnAppointment.of("a").title("new").updated(at(30)));

        assertThat(lists(60, AnAppointment.of("a").title("new").assignedUserId(null).updated(at(30)))).isEqualTo(toRead("a"));
        var change = reads(61, AnAppointment.of("a").title("new").assignedUserId(null).updated(at(30)));

        assertThat(change).map(AppointmentChange::kind).contains(Kind.REASSIGNED);
        assertThat(row("a").appointment().assignedUserId()).isNull();
    }

    @Test
    void anotherOffsetOfTheSameInstantIsNeitherReadNorTold() {
        lists(0, AnAppointment.of("a"));

        assertThat(lists(60, AnAppointment.of("a").from("2026-03-02T05:00:00-05:00"))).isEqualTo(nothing());
    }

    @Test
    void aNewerVersionInAnotherOffsetNeedsNoReading() {
        lists(0, AnAppointment.of("a"));

        var findings = lists(60, AnAppointment.of("a").from("2026-03-02T05:00:00-05:00").title("new").updated(at(9)));

        assertThat(findings.changes()).extracting(AppointmentChange::kind).containsExactly(Kind.EDITED);
    }

    @Test
    void withoutVersionsOnlyReadingsDecide() {
        lists(0, AnAppointment.of("a").updated(null));

        assertThat(lists(60, AnAppointment.of("a").title("new").updated(null))).isEqualTo(toRead("a"));
        assertThat(reads(61, AnAppointment.of("a").title("new").updated(null))).isPresent();
    }

    @Test
    void aListBegunBeforeANewerReadingDoesNotBringTheOldBack() {
        lists(0, AnAppointment.of("a"));
        reads(70, AnAppointment.of("a").title("new").updated(at(30)));

        var late = snapshot(CAL, 60, 80, AnAppointment.of("a"));

        assertThat(Taken.at(lastSeen, late, attribution)).isEqualTo(nothing());
    }

    @Test
    void aReadingBegunBeforeWhatIsKnownDoesNotBringTheOldBack() {
        reads(5, AnAppointment.of("a").title("new"));

        assertThat(reads(1, AnAppointment.of("a").title("old"))).isEmpty();
        assertThat(reads(2, AnAppointment.of("a").title("newest").updated(at(1)))).isPresent();
    }

    // doubts are not put for ever

    @Test
    void aListThatNeverAgreesCostsEverFewerReadings() {
        lists(0, AnAppointment.of("a").title("of the reading"));
        int readings = 0;
        for (int minute = 1; minute <= 24 * 60; minute++) {
            readings += lists(minute * 60, AnAppointment.of("a").title("of the list")).toRead().size();
            reads(minute * 60 + 1, AnAppointment.of("a").title("of the reading"));
        }

        assertThat(readings).isBetween(24, 32);
        assertThat(row("a").sequence()).isEqualTo(1);
    }

    @Test
    void twoListsThatDisagreeDifferentlyCostEverFewerReadingsToo() {
        lists(0, AnAppointment.of("a").title("of the reading"));
        int readings = 0;
        for (int minute = 1; minute <= 24 * 60; minute++) {
            readings += lists(minute * 60, AnAppointment.of("a").title("of the calendar")).toRead().size();
            readings += lists(USER, minute * 60 + 1, AnAppointment.of("a").title("of the user")).toRead().size();
        }

        assertThat(readings).isBetween(48, 64);
    }

    @Test
    void anAppointmentThatAListNeverShowsCostsEverFewerReadings() {
        lists(USER, 0, AnAppointment.of("a"));
        int readings = 0;
        for (int minute = 1; minute <= 24 * 60; minute++) {
            readings += lists(USER, minute * 60, AnAppointment.of("a")).toRead().size();
            readings += lists(minute * 60 + 1).toRead().size();
            reads(minute * 60 + 2, AnAppointment.of("a"));
        }

        assertThat(readings).isBetween(24, 32);
        assertThat(lists(USER, 24 * 3600 + 90)).as("absence from the list that used to show it").isEqualTo(toRead("a"));
    }

    @Test
    void aListThatKeepsShowingWhatIsGoneCostsEverFewerReadings() {
        lists(0, AnAppointment.of("a"));
        gone(30);
        int readings = 0;
        for (int minute = 1; minute <= 24 * 60; minute++) {
            readings += lists(minute * 60, AnAppointment.of("a")).toRead().size();
            gone(minute * 60 + 1);
        }

        assertThat(readings).isBetween(24, 32);
        assertThat(row("a").sequence()).isEqualTo(2);
    }

    @Test
    void aReadingThatLaggedBehindIsAskedForAgain() {
        lists(0, AnAppointment.of("a").title("old"));
        lists(60, AnAppointment.of("a").title("new"));
        reads(61, AnAppointment.of("a").title("old"));

        assertThat(lists(120, AnAppointment.of("a").title("new"))).isEqualTo(toRead("a"));
    }

    // absence

    @Test
    void whatIsMissingIsReadAndOnlyThenRemoved() {
        lists(0, AnAppointment.of("a"));

        assertThat(lists(60)).isEqualTo(toRead("a"));
        assertThat(row("a").removed()).isFalse();

        var change = gone(61).orElseThrow();
        assertThat(change.kind()).isEqualTo(Kind.REMOVED);
        assertThat(change.after().removed()).isTrue();
        assertThat(change.after().sequence()).isEqualTo(2);
        assertThat(change.after().appointment()).isEqualTo(change.before().appointment());
        assertThat(gone(62)).as("once").isEmpty();
    }

    @Test
    void aRowMarkedDeletedIsReadAndOnlyThenRemoved() {
        lists(0, AnAppointment.of("a"));

        assertThat(lists(60, AnAppointment.of("a").deleted())).isEqualTo(toRead("a"));
        assertThat(reads(61, AnAppointment.of("a").deleted())).map(AppointmentChange::kind).contains(Kind.REMOVED);
    }

    @Test
    void aRowMarkedDeletedIsNoSightThatARemovalMustWaitFor() {
        lists(0, AnAppointment.of("a"));
        lists(60, AnAppointment.of("a").deleted());
        lists(USER, 62, AnAppointment.of("a").deleted());

        assertThat(gone(61)).isPresent();
    }

    @Test
    void aCancelledRowIsAState() {
        lists(0, AnAppointment.of("a"));

        var change = lists(60, AnAppointment.of("a").status("cancelled").updated(at(30))).changes().getFirst();

        assertThat(change.kind()).isEqualTo(Kind.STATUS_CHANGED);
        assertThat(row("a").removed()).isFalse();
    }

    @Test
    void whatMovedToAnotherCalendarIsReassignedAndNotRemoved() {
        lists(0, AnAppointment.of("a"));
        assertThat(lists(60)).isEqualTo(toRead("a"));

        assertThat(reads(61, AnAppointment.of("a").calendarId("other").updated(at(30))))
                .map(AppointmentChange::kind).contains(Kind.REASSIGNED);
        assertThat(lists(120)).as("the old owner is no longer asked").isEqualTo(nothing());
        assertThat(lists(OTHER_CAL, 121)).as("the new one is").isEqualTo(toRead("a"));
    }

    @Test
    void whatMovedOutOfTheWindowIsRescheduledAndTold() {
        lists(0, AnAppointment.of("a"));
        lists(60);

        var change = reads(61, AnAppointment.of("a").from("2026-09-01T10:00:00Z").updated(at(30))).orElseThrow();

        assertThat(change.kind()).isEqualTo(Kind.RESCHEDULED);
        assertThat(change.after().inWindow()).isFalse();
        assertThat(lists(120)).isEqualTo(nothing());
    }

    @Test
    void slidingIntoThePastTellsNothing() {
        lists(0, AnAppointment.of("a"));
        Window later = new Window(T0.plus(Duration.ofDays(1)), T0.plus(Duration.ofDays(2)));

        var findings = Taken.at(
                lastSeen, new WindowSnapshot<>(CAL, later, at(86400), at(86401), List.of()), attribution);

        assertThat(findings).isEqualTo(nothing());
    }

    @Test
    void aListBegunBeforeTheLastSightProvesNoAbsence() {
        lists(0, AnAppointment.of("a"));
        lists(USER, 60, AnAppointment.of("a"));

        assertThat(Taken.at(lastSeen, snapshot(CAL, 59, 70), attribution)).isEqualTo(nothing());
    }

    @Test
    void aReadingBegunBeforeTheLastSightProvesNoAbsence() {
        lists(0, AnAppointment.of("a"));
        lists(60);
        lists(USER, 62, AnAppointment.of("a"));

        assertThat(gone(61)).isEmpty();
        assertThat(lists(70)).as("asked at once: nothing was learned").isEqualTo(toRead("a"));
    }

    @Test
    void aStaleRowIsNoSightThatARemovalMustWaitFor() {
        lists(0, AnAppointment.of("a").updated(at(-10)));
        lists(60);
        lists(USER, 62, AnAppointment.of("a").updated(at(-20)));

        assertThat(gone(61)).isPresent();
    }

    @Test
    void whatComesBackIsReadAndThenAppearsWithTheNextNumber() {
        lists(0, AnAppointment.of("a"));
        gone(30);

        assertThat(lists(60, AnAppointment.of("a"))).isEqualTo(toRead("a"));
        var change = reads(61, AnAppointment.of("a")).orElseThrow();

        assertThat(change.kind()).isEqualTo(Kind.APPEARED);
        assertThat(change.changedFields()).containsExactly("removed");
        assertThat(change.after().sequence()).isEqualTo(3);
        assertThat(change.after().removed()).isFalse();
    }

    @Test
    void aListOrReadingBegunBeforeTheRemovalBringsNothingBack() {
        lists(0, AnAppointment.of("a"));
        gone(60);

        assertThat(Taken.at(lastSeen, snapshot(CAL, 59, 70, AnAppointment.of("a")), attribution)).isEqualTo(nothing());
        assertThat(reads(50, AnAppointment.of("a").updated(at(40)))).isEmpty();
    }

    @Test
    void anUnknownOneThatIsNotThereIsNothing() {
        assertThat(gone(10)).isEmpty();
        assertThat(reads(10, AnAppointment.of("a").deleted())).isEmpty();
    }

    // restart, causes

    @Test
    void theNumbersGoOnAfterARestart() {
        lists(0, AnAppointment.of("a"));
        lists(60, AnAppointment.of("a").title("2").updated(at(30)));
        restart();

        assertThat(lists(120, AnAppointment.of("a").title("2").updated(at(30)))).isEqualTo(nothing());
        lists(180, AnAppointment.of("a").title("3").updated(at(130)));
        assertThat(row("a").sequence())
                .isEqualTo(3);
        restart();
        assertThat(gone(240).orElseThrow().after().sequence()).isEqualTo(4);
        restart();
        assertThat(reads(300, AnAppointment.of("a")).orElseThrow().after().sequence()).isEqualTo(5);
    }

    @Test
    void aChangeNamesTheCommandThatIsChanging() {
        lists(0, AnAppointment.of("a"), AnAppointment.of("b"));
        causes.put("a", "c7");

        var changes = lists(
                        60, AnAppointment.of("a").title("x").updated(at(30)),
                        AnAppointment.of("b").title("x").updated(at(30)))
                .changes();

        assertThat(changes).extracting(AppointmentChange::commandId).containsExactly("c7", null);
    }

    @Test
    void aMemberMissingFromAListAndPresentInAReadingDoesNotFlipFlop() {
        List<AppointmentChange> changes = new ArrayList<>();
        for (int version = 0; version < 5; version++) {
            AnAppointment listed = AnAppointment.of("a").createdBy(null).title("v" + version).updated(at(version * 60));
            AnAppointment read = AnAppointment.of("a")
                    .createdBy(new CreatedBy("u", "widget")).title("v" + version).updated(at(version * 60));
            var findings = lists(version * 60 + 30, listed);
            changes.addAll(findings.changes());
            if (!findings.toRead().isEmpty()) {
                reads(version * 60 + 31, read).ifPresent(changes::add);
            }
            if (version == 0) {
                reads(version * 60 + 32, read).ifPresent(changes::add);
            }
        }

        assertThat(changes.stream().skip(2)).hasSize(4)
                .allSatisfy(change -> assertThat(change.changedFields()).containsExactly("title", "dateUpdated"));
    }

    private static Instant at(long seconds) {
        return T0.plusSeconds(seconds);
    }

    private static WindowSnapshot<Appointment> snapshot(
            WindowOwner owner, long begun, long fetched, AnAppointment... entries) {
        List<Appointment> appointments = Arrays.stream(entries).map(AnAppointment::build).toList();
        return new WindowSnapshot<>(owner, WINDOW, at(begun), at(fetched), appointments);
    }

    private Findings lists(long second, AnAppointment... entries) {
        return lists(CAL, second, entries);
    }

    private Findings lists(WindowOwner owner, long second, AnAppointment... entries) {
        return Taken.at(lastSeen, snapshot(owner, second, second, entries), attribution);
    }

    private Optional<AppointmentChange> reads(long second, AnAppointment seen) {
        return lastSeen.read(
                seen.build(), at(second), at(second), appointment -> appointment.overlaps(WINDOW), attribution);
    }

    private Optional<AppointmentChange> gone(long second) {
        return lastSeen.gone("a", at(second), at(second), attribution);
    }

    private AppointmentRow row(String id) {
        return lastSeen.row(id).orElseThrow();
    }

    private void restart() {
        LastSeen restored = new LastSeen();
        lastSeen.rows().forEach(restored::restore);
        lastSeen = restored;
    }

    private static Findings nothing() {
        return new Findings(List.of(), Set.of());
    }

    private static Findings toRead(String id) {
        return new Findings(List.of(), Set.of(id));
    }
}
