package dev.almanac.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.aggregate.CellKey.Scope;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class CellViewTest {
    private static final LocalDate DAY = LocalDate.of(2026, 6, 1);

    private final CellView<NoShows> view = new CellView<>();

    @Test
    void aRangeIncludesBothDaysAndNoOtherCells() {
        for (int day = 0; day < 5; day++) {
            put("loc", Scope.USER, "ann", day);
        }
        put("loc", Scope.USER, "annabel", 2);
        put("loc", Scope.CALENDAR, "ann", 2);
        put("loc2", Scope.USER, "ann", 2);
        assertThat(view.between("loc", Scope.USER, "ann", DAY.plusDays(1), DAY.plusDays(3)))
                .extracting(cell -> cell.key().day())
                .containsExactly(DAY.plusDays(1), DAY.plusDays(2), DAY.plusDays(3));
        assertThat(view.between("loc", Scope.USER, "ann", DAY.plusDays(3), DAY)).isEmpty();
        assertThat(view.between("loc", Scope.USER, "bob", DAY, DAY.plusDays(3))).isEmpty();
    }

    @Test
    void idsAreListedOnceAndInOrder() {
        put("b", Scope.USER, "eve", 0);
        put("b", Scope.USER, "ann", 0);
        put("b", Scope.USER, "ann", 1);
        put("b", Scope.CALENDAR, "cal", 1);
        put("a", Scope.CONTACT, "con", 1);
        put("ab", Scope.USER, "bob", 1);
        assertThat(view.scopeIds("b", Scope.USER)).containsExactly("ann", "eve");
        assertThat(view.scopeIds("b", Scope.CONTACT)).isEmpty();
    }

    @Test
    void aTombstoneTakesItsCellAway() {
        put("loc", Scope.USER, "ann", 0);
        put("loc", Scope.USER, "ann", 1);
        put("loc", Scope.CONTACT, "a/b", 1);
        view.put("loc/USER/ann/2026-06-01", null);
        view.put("loc/CONTACT/a/b/2026-06-02", null);
        assertThat(view.between("loc", Scope.USER, "ann", DAY, DAY.plusDays(9))).hasSize(1);
        assertThat(view.scopeIds("loc", Scope.CONTACT)).isEmpty();
    }

    @Test
    void aCellIsReadAsItWasWritten() {
        put("loc", Scope.CONTACT, "con", 0);
        put("loc", Scope.CONTACT, "con", 1);
        assertThat(view.between("loc", Scope.CONTACT, "con", DAY, DAY.plusDays(1)))
                .extracting(cell -> cell.key().toString() + " " + cell.figures().showed())
                .containsExactly("loc/CONTACT/con/2026-06-01 1", "loc/CONTACT/con/2026-06-02 1");
    }

    @Test
    void aRecordKeyIsReadFromBothEnds() {
        CellKey key = new CellKey("loc", Scope.CONTACT, "a/b/2026-06-01", DAY);
        assertThat(CellKey.parse(key.toString())).isEqualTo(key);
        assertThatThrownBy(() -> CellKey.parse("loc/CONTACT/2026-06-01"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not the key of a cell: loc/CONTACT/2026-06-01");
    }

    private void put(String location, Scope scope, String id, int day) {
        CellKey key = new CellKey(location, scope, id, DAY.plusDays(day));
        NoShows.Figures figures = new NoShows.Figures(1, 0, 0, 0, 0, 0, 0, 0);
        view.put(key.toString(), new NoShows(key, ZoneId.of("UTC"), figures, Instant.EPOCH, 1));
    }
}
