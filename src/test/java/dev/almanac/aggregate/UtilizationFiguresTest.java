package dev.almanac.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.aggregate.CellKey.Scope;
import dev.almanac.location.Location;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What [FiguresPageTest] has no words for.
class UtilizationFiguresTest {
    private static final Location NEW_YORK = Rows.location("America/New_York", Rows.daily("09:00-17:00"), Map.of());
    private static final LocalDate DAY = LocalDate.of(2026, 6, 1);
    private static final Rows TEN = Rows.of("x", "2026-06-01T10:00:00-04:00", "2026-06-01T11:00:00-04:00");

    @Test
    void removedAndDeletedBlocksDoNotCount() {
        assertThat(Block.of(TEN.gone().block())).isEmpty();
        assertThat(Block.of(TEN.softDeleted().block())).isEmpty();
        assertThat(Block.of(TEN.moved(TEN.start(), TEN.start()).block())).isEmpty();
        assertThat(Block.of(TEN.block())).isPresent();
    }

    @Test
    void secondsAndLessAreKept() {
        Entry booked = TEN.moved("2026-06-01T10:00:00.250-04:00", "2026-06-01T10:00:01-04:00").booking();
        assertThat(of(Scope.USER, "ann", booked).booked()).isEqualTo(Duration.ofMillis(750));
    }

    @Test
    void aLocationThatNamesNoUsersAndHasSeenNoneHasNoHours() {
        assertThat(of(Scope.LOCATION, "loc", TEN.user(null).booking()).available()).isNull();
    }

    @Test
    void aContactHasNoUtilization() {
        assertThatThrownBy(() -> of(Scope.CONTACT, "kim")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Utilization.Figures of(Scope scope, String id, Entry... entries) {
        return UtilizationCell.of(new CellKey("loc", scope, id, DAY), NEW_YORK, List.of(entries));
    }
}
