package dev.almanac.load;

import dev.almanac.dev.Fault;
import dev.almanac.dev.FaultPlan;
import dev.almanac.dev.Operation;
import dev.almanac.dev.RateAllowance;
import dev.almanac.dev.SoloLocations;
import dev.almanac.schema.AppointmentCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// What a worker has to bear: how many creates, how many kills, and which answers get lost. The same seed gives the same
/// commands, the same faults for the same sequence of requests, and the same moments for the kills.
///
/// @param kills how often the worker process is ended as a failing machine ends it
public record HostileLoad(int creates, int kills, long seed) {
    /// Of the answers to creates, lost after the booking was made.
    public static final double LOST_AFTER = 0.20;
    /// Of the creates, lost before a booking was made.
    public static final double LOST_BEFORE = 0.10;

    private static final int LOCATIONS = 12;
    /// So that requests are under way whenever a kill strikes, on either side of their effect.
    private static final Duration LATENCY = Duration.ofMillis(300);
    /// Enough not to be what is measured.
    private static final RateAllowance AMPLE = new RateAllowance(100_000, Duration.ofSeconds(10), 10_000_000);
    private static final Predicate<FaultPlan.Target> CREATES = FaultPlan.on(Operation.CREATE);

    /// What the system properties `load.creates`, `load.kills` and `load.seed` say. Where they say nothing, as many kills as
    /// fit into some three minutes; the figures that are quoted are those of 20.
    public static HostileLoad configured() {
        return new HostileLoad(Integer.getInteger("load.creates", 1_000), Integer.getInteger("load.kills", 20),
                Long.getLong("load.seed", 20_261_126L));
    }

    /// Locations of its own for each run.
    public SoloLocations locations() {
        return new SoloLocations(IntStream.range(0, LOCATIONS).mapToObj(n -> "loc-load-" + n).toList(), AMPLE);
    }

    /// Creates for a slot of their own, all with a user; one half has its slot checked, the other waives that.
    public List<AppointmentCommand> commands(SoloLocations locations) {
        List<Boolean> waived = new ArrayList<>();
        for (int n = 0; n < creates; n++) {
            waived.add(n % 2 == 0);
        }
        Collections.shuffle(waived, new Random(seed));
        return IntStream.range(0, creates)
                .mapToObj(n -> locations.create("load-" + n, locations.inTurn(n), body ->
                        body.setIgnoreFreeSlotValidation(waived.get(n) ? true : null)))
                .toList();
    }

    /// Loses answers in several ways; what is not struck takes its time, before the booking or after.
    public FaultPlan faults() {
        Map<Fault, Double> shares = new LinkedHashMap<>();
        shares.put(new Fault.Reset(Fault.When.AFTER_EFFECT), LOST_AFTER / 3);
        shares.put(Fault.serverError(502, Fault.When.AFTER_EFFECT), LOST_AFTER / 3);
        shares.put(new Fault.CutBody(), LOST_AFTER / 3);
        shares.put(new Fault.Reset(Fault.When.BEFORE_EFFECT), LOST_BEFORE / 2);
        shares.put(Fault.serverError(500, Fault.When.BEFORE_EFFECT), LOST_BEFORE / 2);
        shares.put(new Fault.Delay(LATENCY, Fault.When.BEFORE_EFFECT), (1 - LOST_AFTER - LOST_BEFORE) / 2);
        FaultPlan plan = new FaultPlan();
        double left = 1;
        long ruleSeed = seed;
        for (Map.Entry<Fault, Double> share : shares.entrySet()) {
            // A rule is asked about what the rules before it have passed over.
            plan.sometimes(share.getValue() / left, ruleSeed++, CREATES, share.getKey());
            left -= share.getValue();
        }
        return plan.always(CREATES, new Fault.Delay(LATENCY, Fault.When.AFTER_EFFECT));
    }
}
