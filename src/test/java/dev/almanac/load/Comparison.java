package dev.almanac.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What became of one load in different hands: one line to be read, and a table to be quoted.
public final class Comparison {
    private final HostileLoad load;
    private final Map<String, Course> courses = new TreeMap<>();

    /// How one worker went through it.
    ///
    /// @param words what the worker said of the commands, counted
    public record Course(Reckoning reckoning, KillingSpree.Report lives, String words, Duration took) {}

    public Comparison(HostileLoad load) {
        this.load = load;
    }

    public void add(String worker, Course course) {
        courses.put(worker, course);
    }

    public String line() {
        return "%d creates, %d kills: ".formatted(load.creates(), load.kills())
                + courses.entrySet().stream()
                        .map(course -> line(course.getKey(), course.getValue()))
                        .collect(Collectors.joining("; "));
    }

    private static String line(String worker, Course course) {
        Reckoning count = course.reckoning();
        return "%s booked %d more than once, said of %d that they failed although they were booked, left %d unbooked (%s)"
                .formatted(worker, count.doubled(), count.saidFailedButBooked(), count.notBooked(), course.words());
    }

    public void write(Path file) {
        String table = "| %d creates, %d kills | ".formatted(load.creates(), load.kills())
                + String.join(" | ", courses.keySet()) + " |\n|---" + "|---".repeat(courses.size()) + "|\n"
                + row("booked more than once", course -> course.reckoning().doubled())
                + row("said to have failed, but booked", course -> course.reckoning().saidFailedButBooked())
                + row("said to be done, but not booked", course -> course.reckoning().saidDoneButNotBooked())
                + row("not booked", course -> course.reckoning().notBooked())
                + row("bookings in all", course -> course.reckoning().bookings())
                + row("said", Course::words)
                + row("commands open at a kill", course -> tenths(course.lives().averageOpen()))
                + row("seconds from a restart to the next answer",
                        course -> tenths(course.lives().averageAwakening().toMillis() / 1_000.0))
                + row("seconds in all", course -> course.took().toSeconds());
        try {
            Files.writeString(file, table);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String row(String what, Function<Course, Object> value) {
        return "| " + what + " | "
                + courses.values().stream().map(value).map(Object::toString).collect(Collectors.joining(" | "))
                + " |\n";
    }

    private static String tenths(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
