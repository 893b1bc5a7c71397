package dev.almanac.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A promise counts as watched only once a bug was seen to break it.
class PlantedBugTest {

    /// @param seeds histories within which it has to show: about three times as many as it took when this was written
    @ParameterizedTest
    @CsvSource({
        "POSITION_LEFT_OUT, NothingForgotten, 1",
        "POSITION_AHEAD, NothingForgotten, 30",
        "CALLS_BEFORE_COMMIT, OneTrueResultPerCommand, 60",
        "CALLS_BEFORE_COMMIT, AtMostOneBookingPerCreate, 60",
        "START_NOT_JOURNALED, AtMostOneBookingPerCreate, 15",
        "LAST_TRANSACTION_NOT_RESTORED, OneTrueResultPerCommand, 5",
        "LAST_TRANSACTION_NOT_RESTORED, FaithfulFeed, 5",
        "RESULT_DROPPED, OneTrueResultPerCommand, 5",
        "COMMIT_TAKEN_FOR_ABORT, FaithfulFeed, 15",
        "COMMIT_TAKEN_FOR_ABORT, OneTrueResultPerCommand, 15",
        "NO_FENCING, FaithfulFeed, 30",
        "NO_FENCING, OneTrueResultPerCommand, 30",
        "LOST_TAKEN_FOR_UNSENT, AtMostOneBookingPerCreate, 5",
        "ABSENCE_TAKEN_FOR_REMOVAL, FaithfulFeed, 15",
        "REMOVAL_OVERLOOKED, FaithfulFeed, 5",
        "NO_SETTLE_TIME, OrderPerAppointment, 40",
        "ALLOWANCE_MISREAD, BudgetKept, 10",
        "NOTE_IGNORED, BudgetKept, 25",
        "DEATH_IGNORED, BudgetKept, 10"
    })
    void isCaught(PlantedBug bug, String promise, int seeds) {
        Set<String> broken = new TreeSet<>();
        for (long seed = 1; seed <= seeds && !broken.contains(promise); seed++) {
            List<History.Violation> violations = new History(seed, bug, false).run();
            violations.forEach(violation -> broken.add(violation.promise()));
        }
        assertThat(broken).contains(promise);
    }
}
