package dev.almanac.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.almanac.dev.Fault;
import dev.almanac.dev.FaultPlan;
import dev.almanac.dev.Operation;
import dev.almanac.schema.AppointmentCommand;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostileLoadTest {
    private static final HostileLoad LOAD = new HostileLoad(1_000, 20, 7);
    private static final int REQUESTS = 20_000;

    @Test
    void aFifthOfTheAnswersIsLostAfterTheBookingAndATenthBefore() {
        List<Fault> struck = strike(LOAD.faults(), Operation.CREATE);

        assertThat(struck).hasSize(REQUESTS);
        assertThat(share(struck, Fault.When.AFTER_EFFECT)).isCloseTo(HostileLoad.LOST_AFTER, within(0.01));
        assertThat(share(struck, Fault.When.BEFORE_EFFECT)).isCloseTo(HostileLoad.LOST_BEFORE, within(0.01));
    }

    @Test
    void theSameSeedLosesTheSameAnswers() {
        assertThat(strike(LOAD.faults(), Operation.CREATE)).isEqualTo(strike(LOAD.faults(), Operation.CREATE));
    }

    @Test
    void onlyCreatesAreStruck() {
        assertThat(strike(LOAD.faults(), Operation.LIST_EVENTS)).isEmpty();
    }

    @Test
    void everyCreateHasASlotOfItsOwnAndHalfWaiveTheCheck() {
        List<AppointmentCommand> commands = LOAD.commands(LOAD.locations());

        assertThat(commands).extracting(one -> one.getLocationId() + one.getCreate().getStartTime()).doesNotHaveDuplicates();
        assertThat(commands).filteredOn(one -> Boolean.TRUE.equals(one.getCreate().getIgnoreFreeSlotValidation())).hasSize(500);
        assertThat(commands).allSatisfy(one -> assertThat(one.getCreate().getAssignedUserId()).isNotNull());
    }

    private static List<Fault> strike(FaultPlan plan, Operation operation) {
        return IntStream.range(0, REQUESTS)
                .mapToObj(n -> plan.strike(new FaultPlan.Target(operation, "loc")))
                .flatMap(fault -> fault.stream())
                .toList();
    }

    private static double share(List<Fault> struck, Fault.When when) {
        return (double) struck.stream().filter(fault -> isLost(fault, when)).count() / REQUESTS;
    }

    private static boolean isLost(Fault fault, Fault.When when) {
        return switch (fault) {
            case Fault.Reset reset -> reset.when() == when;
            case Fault.ErrorAnswer error -> error.when() == when;
            case Fault.CutBody _ -> when == Fault.When.AFTER_EFFECT;
            case Fault.Delay _, Fault.Html _, Fault.LateEffect _, Fault.StaleList _, Fault.DroppedRows _ -> false;
        };
    }
}
