package dev.almanac.dev;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;

/// Waits for what another thread or process does.
public final class Waiting {
    /// For what should be so at once, or in seconds. A busy machine takes many times as long, and nothing that is broken is
    /// mended by waiting.
    public static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    static {
        // A thread of another test that runs at the same time may be meant to fail.
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
    }

    private Waiting() {}

    /// Returns as soon as it is so.
    ///
    /// @throws org.awaitility.core.ConditionTimeoutException naming what was waited for
    public static void until(String what, Duration atMost, BooleanSupplier isSo) {
        Awaitility.await(what).atMost(atMost).pollInterval(LOOK_EVERY).until(isSo::getAsBoolean);
    }

    /// Returns as soon as nothing is wrong any more.
    ///
    /// @param wrong what is still wrong, in words
    /// @throws org.awaitility.core.ConditionTimeoutException telling what was wrong to the end
    public static void untilRight(String what, Duration atMost, Supplier<List<String>> wrong) {
        Awaitility.await(what).atMost(atMost).pollInterval(LOOK_EVERY).untilAsserted(() ->
                Assertions.assertThat(wrong.get()).isEmpty());
    }
}
