package dev.almanac.aggregate;

import java.time.LocalDate;
import java.util.Optional;

/// How far a changed location has come: first its entries are put on their days, a few at a time, then its cells are told,
/// day after day. All in one step would be one transaction, which the broker ends when it takes too long.
///
/// @param entriesUpTo key of the last entry that was moved; null once all were, empty where none was yet
/// @param toldUpTo    the last day that was told; null where none was yet
record Rebucketing(String entriesUpTo, LocalDate toldUpTo) {
    static final Rebucketing BEGINNING = movedUpTo("");
    static final Rebucketing ALL_MOVED = toldUpTo(null);

    static Rebucketing movedUpTo(String entry) {
        return new Rebucketing(entry, null);
    }

    static Rebucketing toldUpTo(LocalDate day) {
        return new Rebucketing(null, day);
    }

    /// Whether the cells of this day are as the changed location wants them. Others are told when their turn has come.
    boolean hasTold(LocalDate day) {
        return toldUpTo != null && !day.isAfter(toldUpTo);
    }

    boolean hasMovedAll() {
        return entriesUpTo == null;
    }

    String text() {
        return hasMovedAll() ? "told " + (toldUpTo == null ? "" : toldUpTo) : "moved " + entriesUpTo;
    }

    static Rebucketing parse(String text) {
        String rest = text.substring(text.indexOf(' ') + 1);
        return text.startsWith("moved ")
                ? new Rebucketing(rest, null)
                : new Rebucketing(null, Optional.of(rest).filter(day -> !day.isEmpty()).map(LocalDate::parse).orElse(null));
    }
}
