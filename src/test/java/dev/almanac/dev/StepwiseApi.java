package dev.almanac.dev;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/// The simulated API one step at a time, for whoever plays time: a request arrives; later, or never, it takes effect;
/// and what is answered need not tell.
public final class StepwiseApi {
    private final VendorApi api;

    public StepwiseApi(SimulatedCalendar calendar) {
        this.api = new VendorApi(calendar);
    }

    /// Counts the request against the rate limit and writes it into the ledger.
    public Arrival arrive(VendorRequest request) {
        return new Arrival(api, api.admit(request));
    }

    /// A request that has arrived and has had no effect yet.
    public static final class Arrival {
        private final VendorApi api;
        private final VendorApi.Admission admission;

        private Arrival(VendorApi api, VendorApi.Admission admission) {
            this.api = api;
            this.admission = admission;
        }

        /// Whether token, rate limit and route let it pass; otherwise its effect is the refusal.
        public boolean isAdmitted() {
            return admission.refusal() == null;
        }

        /// Joins it to its effects in the ledger.
        public String traceId() {
            return admission.traceId();
        }

        /// Takes effect, and gives the true answer.
        public VendorAnswer perform() {
            return api.perform(admission, View.TRUE);
        }

        /// Lists what was there a while ago.
        public VendorAnswer performAsOf(Duration age) {
            return api.perform(admission, new View(age, 0, new Random(0)));
        }

        /// Lists each row with a probability only.
        public VendorAnswer performDropping(double share, long seed) {
            return api.perform(admission, new View(Duration.ZERO, share, new Random(seed)));
        }

        /// An error, true or not.
        public VendorAnswer error(int status, String message) {
            return api.error(admission, VendorError.of(status, message));
        }

        /// A page of something in between.
        public VendorAnswer html(int status) {
            Map<String, String> headers = new HashMap<>(admission.headers());
            headers.put("content-type", "text/html");
            return new VendorAnswer(status, headers, "<html><body><h1>" + status + "</h1></body></html>");
        }

        /// Writes down what was answered; 0 if nothing.
        public void answered(int status) {
            api.answered(admission, status);
        }
    }
}
