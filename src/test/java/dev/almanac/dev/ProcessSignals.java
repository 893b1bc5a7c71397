package dev.almanac.dev;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Takes the processor from processes, as a paused machine does.
final class ProcessSignals {
    private ProcessSignals() {}

    /// The process does nothing more until it is thawed; its connections stay open.
    static void freeze(Process process) {
        send("STOP", process);
    }

    /// The process goes on as if nothing had been.
    static void thaw(Process process) {
        send("CONT", process);
    }

    private static void send(String name, Process process) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + exit);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
