package dev.almanac.dev;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;

/// The API with its faults: decides for each request when its effect takes place and what of its answer arrives.
final class FaultyApi {
    private static final String PAGE = """
            <html><head><title>%1$d</title></head><body><center><h1>%1$d</h1></center><hr></body></html>
            """;

    private final VendorApi api;
    private final FaultPlan faults;
    private final Executor late;

    /// @param late runs effects that take place after their answer
    FaultyApi(VendorApi api, FaultPlan faults, Executor late) {
        this.api = api;
        this.faults = faults;
        this.late = late;
    }

    Delivery handle(VendorRequest request) throws InterruptedException {
        VendorApi.Admission admission = api.admit(request);
        Delivery delivery = deliver(admission);
        api.answered(admission, delivery.status());
        return delivery;
    }

    private Delivery deliver(VendorApi.Admission admission) throws InterruptedException {
        Optional<Fault> fault = admission.refusal() != null
                ? Optional.empty()
                : faults.strike(new FaultPlan.Target(admission.route().operation(), admission.location().id()));
        return fault.isEmpty() ? whole(admission, View.TRUE) : struck(admission, fault.get());
    }

    private Delivery struck(VendorApi.Admission admission, Fault fault) throws InterruptedException {
        return switch (fault) {
            case Fault.Delay(Duration by, Fault.When when) -> {
                if (when == Fault.When.BEFORE_EFFECT) {
                    Thread.sleep(by);
                    yield whole(admission, View.TRUE);
                }
                Delivery answer = whole(admission, View.TRUE);
                Thread.sleep(by);
                yield answer;
            }
            case Fault.ErrorAnswer(int status, String message, Fault.When when) -> {
                effect(admission, when);
                yield new Delivery.Whole(api.error(admission, VendorError.of(status, message)));
            }
            case Fault.Reset(Fault.When when) -> {
                effect(admission, when);
                yield new Delivery.Reset();
            }
            case Fault.Html(int status, Fault.When when) -> {
                effect(admission, when);
                Map<String, String> headers = new HashMap<>(admission.headers());
                headers.put("content-type", "text/html");
                yield new Delivery.Whole(new VendorAnswer(status, headers, PAGE.formatted(status)));
            }
            case Fault.CutBody() -> new Delivery.Cut(api.perform(admission, View.TRUE));
            case Fault.LateEffect(Duration by) -> {
                late.execute(() -> performLater(admission, by));
                yield new Delivery.Whole(api.error(admission, VendorError.of(504, "Gateway Timeout")));
            }
            case Fault.StaleList(Duration age) -> whole(admission, new View(age, 0, new Random(0)));
            case Fault.DroppedRows(double share, long seed) ->
                whole(admission, new View(Duration.ZERO, share, new Random(seed)));
        };
    }

    private Delivery whole(VendorApi.Admission admission, View view) {
        return new Delivery.Whole(api.perform(admission, view));
    }

    private void effect(VendorApi.Admission admission, Fault.When when) {
        if (when == Fault.When.AFTER_EFFECT) {
            api.perform(admission, View.TRUE);
        }
    }

    private void performLater(VendorApi.Admission admission, Duration by) {
        try {
            Thread.sleep(by);
            api.perform(admission, View.TRUE);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }
}
