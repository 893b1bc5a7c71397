package dev.almanac.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.aggregate.CellKey.Scope;
import dev.almanac.aggregate.Sighting.EntryId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreTest {
    private static final LocalDate DAY = LocalDate.of(2026, 6, 1);
    private static final Rows ROW = Rows.of("a", "2026-06-01T09:00:00-04:00", "2026-06-01T10:00:00-04:00");

    @Test
    void anEntryComesBackAsItWasStored() {
        Kept booking =
                new Kept(ROW.status("noshow", "2026-06-08T13:00:00.123Z").booking(), List.of(DAY, DAY.plusDays(1)));
        Kept block = new Kept(ROW.calendar(null).blocking(), List.of());
        Kept unassigned = new Kept(ROW.user(null).booking(), List.of(DAY));
        Kept nobodys = new Kept(ROW.contact(null).booking(), List.of(DAY));
        assertThat(List.of(booking, block, unassigned, nobodys))
                .allSatisfy(kept -> assertThat(StoreSerdes.kept(StoreSerdes.bytes(kept))).isEqualTo(kept));
    }

    @Test
    void bytesOfAnotherVersionAreRefused() {
        byte[] bytes = StoreSerdes.bytes(new Kept(ROW.booking(), List.of()));
        bytes[0]++;
        assertThatThrownBy(() -> StoreSerdes.kept(bytes))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("version 3").hasMessageContaining("reset the application");
    }

    @Test
    void bytesThatAreNoEntryAreRefusedWithWhatToDo() {
        byte[] bytes = StoreSerdes.bytes(new Kept(ROW.booking(), List.of()));
        byte[] otherKind = bytes.clone();
        otherKind[3]++;
        for (byte[] wrong : List.of(Arrays.copyOf(bytes, 40), otherKind, new byte[0])) {
            assertThatThrownBy(() -> StoreSerdes.kept(wrong))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("reset the application");
        }
    }

    @Test
    void fractionsBelowTheTopicsMillisecondsAreDropped() {
        Rows fine = ROW.moved("2026-06-01T09:00:00.000900Z", "2026-06-01T09:00:01.000900Z");
        Kept kept = new Kept(fine.booking(), List.of(DAY));
        assertThat(StoreSerdes.kept(StoreSerdes.bytes(kept))).isEqualTo(kept);
    }

    @Test
    void aSlashInAnIdDoesNotReachIntoAnotherLocation() {
        assertThat(StoreKeys.ofEntry(new EntryId(Entry.Kind.BOOKING, "loc/BOOKING", "a")))
                .doesNotStartWith(StoreKeys.ofLocation("loc"));
        assertThat(StoreKeys.ofCell(new CellKey("loc", Scope.USER, "a/b", DAY)))
                .isNotEqualTo(StoreKeys.ofCell(new CellKey("loc", Scope.USER, "a%2Fb", DAY)));
        assertThat(StoreKeys.ofCell(new CellKey("loc", Scope.USER, "a", DAY))).startsWith(StoreKeys.ofDay("loc", DAY));
        assertThat(StoreKeys.ofLocation("loc2")).doesNotStartWith(StoreKeys.ofLocation("loc"));
    }

    @Test
    void timesSortAsTexts() {
        assertThat(StoreKeys.ofTime(Instant.ofEpochMilli(999)))
                .isLessThan(StoreKeys.ofTime(Instant.ofEpochMilli(1000)));
        assertThat(StoreKeys.ofTime(Instant.parse("1969-01-01T00:00:00Z"))).isEqualTo(StoreKeys.ofTime(Instant.EPOCH));
    }
}
