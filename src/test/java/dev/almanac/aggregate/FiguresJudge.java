package dev.almanac.aggregate;

import dev.almanac.aggregate.FiguresRun.Input;
import dev.almanac.aggregate.FiguresRun.OfAppointment;
import dev.almanac.aggregate.FiguresRun.OfBlock;
import dev.almanac.aggregate.FiguresRun.OfLocation;
import dev.almanac.aggregate.FiguresRun.Told;
import dev.almanac.wire.WrittenCells;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Reads what the topology reads and what it tells, and holds each cell against a [Recount] as of the cell's own `asOf`.
final class FiguresJudge {
    private final Recount recount;
    private final Map<String, Cell> noShows;
    private final Map<String, Cell> utilization;
    // Cells that have once had something to count; they stay, with zeros.
    private final Set<String> owedNoShows;
    private final Set<String> owedUtilization;
    private Instant latest;
    private Instant toldUpTo;
    private long emissions;

    /// What is promised of the figures.
    enum Rule {
        EQUAL_A_RECOUNT,
        ADD_UP,
        ARE_NUMBERED,
        ARE_COMPLETE,
        SPEAK_OF_THE_PRESENT,
        TELL_CHANGES_ONLY,
        DO_NOT_FAIL
    }

    /// A rule was broken.
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;

        final transient Rule rule;

        Broken(Rule rule, String how) {
            super(rule + ": " + how);
            this.rule = rule;
        }
    }

    FiguresJudge() {
        this(new Recount(), Map.of(), Map.of(), Set.of(), Set.of(), Instant.EPOCH, Instant.EPOCH, 0);
    }

    private FiguresJudge(
            Recount recount, Map<String, Cell> noShows, Map<String, Cell> utilization, Set<String> owedNoShows,
            Set<String> owedUtilization, Instant latest, Instant toldUpTo, long emissions) {
        this.recount = recount;
        this.noShows = new HashMap<>(noShows);
        this.utilization = new HashMap<>(utilization);
        this.owedNoShows = new HashSet<>(owedNoShows);
        this.owedUtilization = new HashSet<>(owedUtilization);
        this.latest = latest;
        this.toldUpTo = toldUpTo;
        this.emissions = emissions;
    }

    /// As it knows things now.
    FiguresJudge copy() {
        return new FiguresJudge(
                recount.copy(), noShows, utilization, owedNoShows, owedUtilization, latest, toldUpTo, emissions);
    }

    long emissions() {
        return emissions;
    }

    /// What the topology told when it had read this.
    ///
    /// @param underWay locations that were changed and of which not everything is told yet: what comes and goes in the
    ///                 meantime need not be
    void heard(Input input, List<Told> told, Set<String> underWay) {
        switch (input) {
            case OfAppointment(_, var row) when row != null -> {
                recount.take(row);
                learned(row.fetchedAt());
                if (!underWay.contains(row.locationId())) {
                    owe(owedNoShows, recount.noShowCells(row));
                    owe(owedUtilization, recount.utilizationCells(row));
                }
            }
            case OfBlock(_, var row) when row != null -> {
                recount.take(row);
                learned(row.fetchedAt());
                if (!underWay.contains(row.locationId())) {
                    owe(owedUtilization, recount.utilizationCells(row));
                }
            }
            case OfLocation(var id, var location, var at) -> {
                recount.take(id, location);
                learned(at);
                if (!underWay.contains(id)) {
                    oweAll(id);
                }
            }
            default -> {}
        }
        told.forEach(this::check);
    }

    private void oweAll(String location) {
        owe(owedNoShows, recount.noShowCells(location));
        owe(owedUtilization, recount.utilizationCells(location));
    }

    /// What it told when the clock had come to this.
    void heard(Instant now, List<Told> told) {
        learned(now);
        told.forEach(this::check);
    }

    private void learned(Instant time) {
        latest = time.isAfter(latest) ? time : latest;
    }

    private static void owe(Set<String> owed, Collection<CellKey> cells) {
        cells.forEach(cell -> owed.add(cell.toString()));
    }

    private void check(Told told) {
        emissions++;
        Cell cell = told.cell();
        if (!told.key().equals(cell.key().toString())) {
            throw new Broken(Rule.EQUAL_A_RECOUNT, told.key() + " is the key of " + cell);
        }
        if (recount.location(cell.key().locationId()) == null) {
            throw new Broken(Rule.TELL_CHANGES_ONLY, "of a location that is not known: " + cell);
        }
        if (cell.asOf().isBefore(toldUpTo) || cell.asOf().isAfter(latest)) {
            throw new Broken(Rule.SPEAK_OF_THE_PRESENT,
                    "%s, told up to %s and known up to %s".formatted(cell, toldUpTo, latest));
        }
        toldUpTo = cell.asOf();
        addsUp(cell);
        compare(cell, cell.asOf());
        Cell before = told(cell).put(told.key(), cell);
        if (before == null) {
            isOfSomething(cell);
        }
        if (cell.revision() != (before == null ? 1 : before.revision() + 1)) {
            throw new Broken(Rule.ARE_NUMBERED, cell + " after " + before);
        }
        if (before != null && before.timeZone().equals(cell.timeZone()) && figures(before).equals(figures(cell))) {
            throw new Broken(Rule.TELL_CHANGES_ONLY, cell + " after " + before);
        }
    }

    private static void addsUp(Cell cell) {
        boolean right = switch (cell) {
            case NoShows it -> Recount.OfNoShows.told(WrittenCells.of(it)).addsUp();
            case Utilization it -> Recount.OfUtilization.told(WrittenCells.of(it)).addsUp();
        };
        if (!right) {
            throw new Broken(Rule.ADD_UP, cell.toString());
        }
    }

    /// After the clock was heard, every cell has to be there and right, not only those just told.
    void compareAll() {
        recount.locations().forEach(this::oweAll);
        isComplete("no-show", owedNoShows, noShows.keySet());
        isComplete("utilization", owedUtilization, utilization.keySet());
        noShows.values().forEach(cell -> compare(cell, latest));
        utilization.values().forEach(cell -> compare(cell, latest));
    }

    private void isOfSomething(Cell cell) {
        String location = cell.key().locationId();
        List<CellKey> all = switch (cell) {
            case NoShows _ -> recount.noShowCells(location);
            case Utilization _ -> recount.utilizationCells(location);
        };
        if (!all.contains(cell.key())) {
            throw new Broken(Rule.ARE_COMPLETE, "told of nothing: " + cell);
        }
    }

    private static void isComplete(String which, Set<String> owed, Set<String> told) {
        if (!told.containsAll(owed)) {
            Set<String> missing = new TreeSet<>(owed);
            missing.removeAll(told);
            throw new Broken(Rule.ARE_COMPLETE, which + " cells missing: " + missing);
        }
    }

    private void compare(Cell cell, Instant asOf) {
        if (recount.location(cell.key().locationId()) == null) {
            return; // It has ended; its cells stay as they were last told.
        }
        Object expected = switch (cell) {
            case NoShows it -> recount.noShows(it.key(), asOf);
            case Utilization it -> recount.utilization(it.key());
        };
        if (!expected.equals(figures(cell))) {
            throw new Broken(Rule.EQUAL_A_RECOUNT,
                    "%s of revision %d, as of %s%n  told      %s%n  recounted %s".formatted(
                            cell.key(), cell.revision(), asOf, figures(cell), expected));
        }
        if (!cell.timeZone().equals(recount.location(cell.key().locationId()).timeZone())) {
            throw new Broken(Rule.EQUAL_A_RECOUNT, "the zone of " + cell);
        }
    }

    private static Object figures(Cell cell) {
        return switch (cell) {
            case NoShows it -> Recount.OfNoShows.told(WrittenCells.of(it));
            case Utilization it -> Recount.OfUtilization.told(WrittenCells.of(it));
        };
    }

    private Map<String, Cell> told(Cell cell) {
        return switch (cell) {
            case NoShows _ -> noShows;
            case Utilization _ -> utilization;
        };
    }
}
