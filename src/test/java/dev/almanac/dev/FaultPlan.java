package dev.almanac.dev;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/// Which requests are struck by which fault. Rules are asked in the order in which they were made, and the first that
/// applies strikes alone. Only admitted requests are struck. Thread-safe; rules may be added while requests run.
public final class FaultPlan {

    /// A request that could be struck.
    public record Target(Operation operation, String locationId) {}

    private static final class Rule {
        private final Predicate<Target> target;
        private final Fault fault;
        private final double probability;
        private final Random random;
        private int skip;
        private int left;

        Rule(Predicate<Target> target, Fault fault, int skip, int times, double probability, long seed) {
            this.target = target;
            this.fault = fault;
            this.skip = skip;
            this.left = times;
            this.probability = probability;
            this.random = new Random(seed);
        }

        boolean strikes(Target request) {
            if (left == 0 || !target.test(request)) {
                return false;
            }
            if (skip > 0) {
                skip--;
                return false;
            }
            if (probability < 1 && random.nextDouble() >= probability) {
                return false;
            }
            left--;
            return true;
        }
    }

    private final List<Rule> rules = new ArrayList<>();

    /// Requests for any of these operations.
    public static Predicate<Target> on(Operation... operations) {
        Set<Operation> wanted = Set.of(operations);
        return target -> wanted.contains(target.operation());
    }

    /// Requests with a token of this location.
    public static Predicate<Target> at(String locationId) {
        return target -> target.locationId().equals(locationId);
    }

    /// Strikes the next request for an operation, once.
    public FaultPlan next(Operation operation, Fault fault) {
        return next(1, on(operation), fault);
    }

    /// Strikes the next requests, so many times.
    public FaultPlan next(int times, Predicate<Target> target, Fault fault) {
        return add(new Rule(target, fault, 0, times, 1, 0));
    }

    /// Lets some requests pass, then strikes one.
    public FaultPlan after(int passed, Predicate<Target> target, Fault fault) {
        return add(new Rule(target, fault, passed, 1, 1, 0));
    }

    /// Strikes all of them until the plan is cleared.
    public FaultPlan always(Predicate<Target> target, Fault fault) {
        return add(new Rule(target, fault, 0, Integer.MAX_VALUE, 1, 0));
    }

    /// Strikes each with a probability; the same seed strikes the same ones of the same sequence of requests.
    public FaultPlan sometimes(double probability, long seed, Predicate<Target> target, Fault fault) {
        return add(new Rule(target, fault, 0, Integer.MAX_VALUE, probability, seed));
    }

    /// From now on nothing is struck.
    public synchronized void clear() {
        rules.clear();
    }

    /// The fault for a request, which is used up by asking.
    public synchronized Optional<Fault> strike(Target request) {
        for (Rule rule : rules) {
            if (rule.strikes(request)) {
                return Optional.of(rule.fault);
            }
        }
        return Optional.empty();
    }

    private synchronized FaultPlan add(Rule rule) {
        rules.add(rule);
        return this;
    }
}
