package dev.almanac.dev;

import java.util.List;

/// An answer of the vendor that is not a success. Thrown from wherever a request turns out to be wrong, before anything
/// was changed.
public final class VendorError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient List<String> problems;

    private VendorError(int status, String message, List<String> problems) {
        super(message, null, false, false);
        this.status = status;
        this.problems = problems;
    }

    /// With its message as text.
    static VendorError of(int status, String message) {
        return new VendorError(status, message, null);
    }

    /// With its message as a list, as the vendor's validation of bodies and queries tells it.
    static VendorError invalid(List<String> problems) {
        return new VendorError(422, String.join("; ", problems), List.copyOf(problems));
    }

    public int status() {
        return status;
    }

    /// The body's `message`: a text or a list of texts.
    Object message() {
        return problems != null ? problems : getMessage();
    }
}
