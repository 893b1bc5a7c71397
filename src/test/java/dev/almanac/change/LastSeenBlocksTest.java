package dev.almanac.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.almanac.calendar.BlockedTime;
import dev.almanac.calendar.Window;
import dev.almanac.calendar.WindowOwner;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LastSeenBlocksTest {
    private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");
    private static final Window WINDOW = new Window(T0.minus(Duration.ofDays(1)), T0.plus(Duration.ofDays(2)));
    private static final Window NEAR = new Window(T0.minus(Duration.ofHours(1)), T0.plus(Duration.ofDays(1)));
    private static final WindowOwner USER = new WindowOwner(WindowOwner.Kind.USER, "user");
    private static final WindowOwner CAL = new WindowOwner(WindowOwner.Kind.CALENDAR, "cal");
    private static final BlockedTime LUNCH = block("lunch", null, "user", "2026-03-02T12:00:00Z", "Lunch", null, false);

    private LastSeenBlocks lastSeen = new LastSeenBlocks();
    private Set<WindowOwner> polled = Set.of(USER, CAL);
    /// After the last list.
    private boolean inDoubt;

    @Test
    void aNewOneIsARowAndTheSameAgainIsNone() {
        assertThat(lists(USER, 0, LUNCH)).extracting(BlockedTimeRow::sequence).containsExactly(1L);
        assertThat(lists(USER, 60, LUNCH, LUNCH)).isEmpty();
    }

    @Test
    void aChangedOneIsTheNextRow() {
        lists(USER, 0, LUNCH);

        var later = lists(USER, 60, block("lunch", null, "user", "2026-03-02T12:30:00Z", "Lunch", null, false));

        assertThat(later).extracting(BlockedTimeRow::sequence).containsExactly(2L);
        assertThat(later.getFirst().firstSeenAt()).isEqualTo(T0);
    }

    @Test
    void oneAnswerWithoutItRemovesNothing() {
        lists(USER, 0, LUNCH);

        assertThat(lists(USER, 60)).isEmpty();
        assertThat(lists(USER, 120, LUNCH)).isEmpty();
        assertThat(lists(USER, 180)).as("counted anew").isEmpty();
    }

    @Test
    void twoAnswersAfterEachOtherWithoutItRemoveItOnce() {
        lists(USER, 0, LUNCH);
        lists(USER, 60);

        assertThat(lists(USER, 120)).extracting(BlockedTimeRow::removed, BlockedTimeRow::sequence)
                .containsExactly(tuple(true, 2L));
        assertThat(lists(USER, 180)).isEmpty();
    }

    @Test
    void twoAnswersAskedForAtTheSameTimeRemoveNothing() {
        lists(USER, 0, LUNCH);

        assertThat(take(snapshot(USER, 60, 70))).isEmpty();
        assertThat(take(snapshot(USER, 61, 71))).isEmpty();
    }

    @Test
    void theOtherWindowAMomentLaterIsNoSecondAnswer() {
        lists(USER, 0, LUNCH);
        lists(USER, 60);

        assertThat(lists(USER, 61)).isEmpty();
        assertThat(lists(USER, 60 + LastSeenBlocks.BETWEEN_MISSES.toSeconds() - 1)).isEmpty();
        assertThat(lists(USER, 60 + LastSeenBlocks.BETWEEN_MISSES.toSeconds())).hasSize(1);
    }

    @Test
    void afterARestartAnOwnerWhoseListsMayNeverHaveShownItCannotRemoveItAlone() {
        BlockedTime nativeBlock = block("n", "cal", "user", "2026-03-02T12:00:00Z", "Native", null, false);
        lastSeen.restore(new BlockedTimeRow(nativeBlock, 1, T0, T0, false));
        lists(CAL, 60);
        lists(CAL, 120);
        lists(USER, 130);

        assertThat(lists(CAL, 180)).isEmpty();
        assertThat(lists(USER, 190)).extracting(BlockedTimeRow::removed).containsExactly(true);
    }

    @Test
    void anOwnerWhoIsNotAskedAboutIsNotWaitedFor() {
        BlockedTime nativeBlock = block("n", "cal", "user", "2026-03-02T12:00:00Z", "Native", null, false);
        lists(USER, 0, nativeBlock);
        lists(CAL, 1, nativeBlock);
        polled = Set.of(CAL);
        lists(CAL, 60);

        assertThat(lists(CAL, 120)).hasSize(1);
    }

    @Test
    void itIsRemovedOnceAllWhoShowedItLackIt() {
        BlockedTime nativeBlock = block("n", "cal", "user", "2026-03-02T12:00:00Z", "Native", null, false);
        lists(USER, 0, nativeBlock);
        lists(CAL, 1, nativeBlock);
        lists(CAL, 60);
        lists(USER, 61);

        assertThat(lists(CAL, 120)).isEmpty();
        assertThat(lists(USER, 121)).hasSize(1);
    }

    @Test
    void anAnswerBegunBeforeTheLastRowRemovesNothingAndChangesNothing() {
        take(snapshot(USER, 0, 60, LUNCH));

        assertThat(take(snapshot(USER, 30, 61))).isEmpty();
        assertThat(take(snapshot(USER, 40, 62))).isEmpty();
        assertThat(take(snapshot(
                        USER, 50, 63, block("lunch", null, "user", "2026-03-02T15:00:00Z", "Lunch", null, false))))
                .isEmpty();
    }

    @Test
    void anOwnerWhoseListsNeverShowItCannotRemoveIt() {
        BlockedTime nativeBlock = block("n", "cal", "user", "2026-03-02T12:00:00Z", "Native", null, false);
        lists(USER, 0, nativeBlock);

        for (int i = 1; i < 5; i++) {
            assertThat(lists(CAL, i * 60)).isEmpty();
            assertThat(inDoubt).as("worth another list").isFalse();
        }
        lists(USER, 600);
        assertThat(lists(USER, 660)).hasSize(1);
    }

    @Test
    void afterARestartItIsRemovedWhenTheListsOfOneOwnerLackIt() {
        lists(USER, 0, LUNCH);
        restart();
        lists(USER, 60);

        assertThat(lists(USER, 120)).extracting(BlockedTimeRow::removed, BlockedTimeRow::sequence)
                .containsExactly(tuple(true, 2L));
    }

    @Test
    void membersThatOnlyOneOwnersListTellsDoNotFlipFlop() {
        BlockedTime ofCalendar = block("b", "cal", "user", "2026-03-02T12:00:00Z", "Title", null, false);
        BlockedTime ofUser = block("b", null, "user", "2026-03-02T07:00:00-05:00", null, null, false);
        lists(CAL, 0, ofCalendar);

        assertThat(lists(USER, 60, ofUser)).isEmpty();
        assertThat(lists(CAL, 120, ofCalendar)).isEmpty();
    }

    @Test
    void aNewerVersionIsTakenAsItIs() {
        lists(USER, 0, block("b", "cal", "user", "2026-03-02T12:00:00Z", "Title", T0.minusSeconds(9), false));

        var rows = lists(USER, 60, block("b", null, "user", "2026-03-02T12:00:00Z", "Title", T0.plusSeconds(9), false));

        assertThat(rows).extracting(row -> row.blockedTime().calendarId()).containsExactly((String) null);
    }

    @Test
    void anOlderVersionIsIgnored() {
        lists(USER, 0, block("b", null, "user", "2026-03-02T12:00:00Z", "New", T0, false));

        assertThat(lists(USER, 60, block("b", null, "user", "2026-03-02T12:00:00Z", "Old", T0.minusSeconds(1), false)))
                .isEmpty();
    }

    @Test
    void aRowMarkedDeletedRemovesItOnceAndIsNothingWhereItWasNeverKnown() {
        BlockedTime deleted = block("lunch", null, "user", "2026-03-02T12:00:00Z", "Lunch", null, true);
        assertThat(lists(USER, 0, deleted)).isEmpty();
        lists(USER, 60, LUNCH);

        assertThat(lists(USER, 120, deleted)).extracting(BlockedTimeRow::removed).containsExactly(true);
        assertThat(lists(USER, 180, block("lunch", null, "user", "2026-03-02T12:00:00Z", "", null, true))).isEmpty();
    }

    @Test
    void oneThatComesBackGetsTheNextNumber() {
        lists(USER, 0, LUNCH);
        lists(USER, 60);
        lists(USER, 120);

        assertThat(lists(USER, 180, LUNCH)).extracting(BlockedTimeRow::removed, BlockedTimeRow::sequence)
                .containsExactly(tuple(false, 3L));
    }

    @Test
    void blocksAmongAppointmentsAreSightedAndRemoveNoOthers() {
        lists(USER, 0, LUNCH);
        lists(USER, 60);

        assertThat(lastSeen.sighted(List.of(LUNCH), at(70), at(70))).isEmpty();
        assertThat(lists(USER, 120)).as("counted anew since the sight").isEmpty();
    }

    @Test
    void whatIsMovedOutOfTheNearWindowIsNotRemoved() {
        lists(USER, 0, LUNCH);
        assertThat(near(60)).isEmpty();
        assertThat(inDoubt).isTrue();
        assertThat(near(120)).isEmpty();
        assertThat(inDoubt).isTrue();

        BlockedTime moved = block("lunch", null, "user", "2026-03-04T07:00:00Z", "Lunch", null, false);
        assertThat(lists(USER, 121, moved)).extracting(BlockedTimeRow::removed, BlockedTimeRow::sequence)
                .containsExactly(tuple(false, 2L));
        assertThat(inDoubt).isFalse();
        assertThat(near(180)).isEmpty();
        assertThat(inDoubt).isFalse();
    }

    @Test
    void aNearListLeavesADoubtThatAFarOneSettles() {
        lists(USER, 0, LUNCH);
        near(60);
        near(120);

        assertThat(lists(USER, 121)).extracting(BlockedTimeRow::removed).containsExactly(true);
        assertThat(inDoubt).isFalse();
    }

    private List<BlockedTimeRow> near(long second) {
        return take(new WindowSnapshot<>(USER, NEAR, at(second), at(second), List.of()));
    }

    @Test
    void slidingOutOfTheWindowTellsNothing() {
        lists(USER, 0, LUNCH);
        Window later = new Window(T0.plus(Duration.ofDays(1)), T0.plus(Duration.ofDays(2)));
        for (int i = 1; i < 4; i++) {
            assertThat(take(new WindowSnapshot<>(USER, later, at(i * 60), at(i * 60), List.of()))).isEmpty();
        }
    }

    private static Instant at(long seconds) {
        return T0.plusSeconds(seconds);
    }

    private List<BlockedTimeRow> lists(WindowOwner owner, long second, BlockedTime... blocks) {
        return take(snapshot(owner, second, second, blocks));
    }

    private List<BlockedTimeRow> take(WindowSnapshot<BlockedTime> whole) {
        List<BlockedTimeRow> rows = new ArrayList<>();
        for (int i = 0; i < whole.entries().size(); i++) {
            rows.addAll(lastSeen.listed(whole.part(i, i + 1)));
        }
        Poll.Reach reach = whole.window().equals(NEAR) ? Poll.Reach.NEAR : Poll.Reach.FAR;
        LastSeenBlocks.Missing missing = lastSeen.missing(whole, reach, polled::contains);
        rows.addAll(missing.removed());
        inDoubt = missing.inDoubt();
        return rows;
    }

    private static WindowSnapshot<BlockedTime> snapshot(
            WindowOwner owner, long begun, long fetched, BlockedTime... blocks) {
        return new WindowSnapshot<>(owner, WINDOW, at(begun), at(fetched), List.of(blocks));
    }

    private void restart() {
        lastSeen = new LastSeenBlocks();
        lastSeen.restore(new BlockedTimeRow(LUNCH, 1, T0, T0, false));
    }

    private static BlockedTime block(
            String id, String calendarId, String userId, String start, String title, Instant updated, boolean deleted) {
        OffsetDateTime from = OffsetDateTime.parse(start);
        return new BlockedTime(
                id, "loc", calendarId, userId, title, null, List.of(), null, from, from.plusHours(1), null, updated,
                null,
                deleted, Map.of());
    }
}
