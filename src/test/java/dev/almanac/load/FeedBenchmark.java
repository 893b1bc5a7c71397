package dev.almanac.load;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.ApiResult;
import dev.almanac.calendar.EventList;
import dev.almanac.calendar.Reply;
import dev.almanac.calendar.Request;
import dev.almanac.calendar.Window;
import dev.almanac.calendar.WindowOwner;
import dev.almanac.calendar.WireForm;
import dev.almanac.change.AppointmentChange;
import dev.almanac.change.AppointmentRow;
import dev.almanac.change.Attribution;
import dev.almanac.change.Findings;
import dev.almanac.change.LastSeen;
import dev.almanac.change.WindowSnapshot;
import dev.almanac.dev.ManualTime;
import dev.almanac.dev.SimulatedCalendar;
import dev.almanac.dev.StepwiseApi;
import dev.almanac.dev.VendorAnswer;
import dev.almanac.dev.VendorCalendar;
import dev.almanac.dev.VendorLocation;
import dev.almanac.dev.VendorRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Measures, in one run, how many rows a second are read from the vendor's JSON and how many are compared with what is known,
/// and how much memory a known appointment takes.
///
///     mvn -q test-compile exec:exec -Dexec.main.class=dev.almanac.load.FeedBenchmark -Dexec.arguments="20000 40"
public final class FeedBenchmark {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final Window WINDOW = new Window(START.minus(Duration.ofDays(30)), START.plus(Duration.ofDays(400)));
    private static final WindowOwner OWNER = new WindowOwner(WindowOwner.Kind.CALENDAR, "cal");
    private static final Attribution NOBODY = new Attribution(_ -> Optional.empty(), (_, _) -> Optional.empty());
    private static final int PART = 250;

    private FeedBenchmark() {}

    /// @param arguments appointments, rounds
    public static void main(String[] arguments) {
        int appointments = Integer.parseInt(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        ManualTime time = new ManualTime(START);
        SimulatedCalendar calendar = new SimulatedCalendar(time, VendorLocation.of(
                "loc", ZoneId.of("America/New_York"), List.of(VendorCalendar.of("cal", "round_robin", "amy")), List.of()));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < appointments; i++) {
            ids.add(calendar.people()
                    .book("loc", "cal", "amy", "contact-" + i % 5000, START.plus(Duration.ofMinutes(20L * i)))
                    .id());
        }
        VendorAnswer answer = list(calendar);
        System.out.printf("%d appointments, %.1f MB of JSON%n", appointments, answer.body().length() / 1e6);

        LastSeen known = new LastSeen();
        take(known, parse(answer));
        double parsing = rate(appointments, rounds, () -> parse(answer));
        List<Appointment> again = parse(answer);
        double comparing = rate(appointments, rounds, () -> take(known, again));
        for (int i = 0; i < appointments; i += 10) {
            time.advance(Duration.ofMillis(1));
            calendar.people().edit(ids.get(i), "title", "Another");
        }
        List<Appointment> changed = parse(list(calendar));
        List<AppointmentRow> rows = List.copyOf(known.rows());
        double tenth = rate(appointments, rounds, () -> take(restored(rows), changed));
        double first = rate(appointments, rounds, () -> take(new LastSeen(), again));
        System.out.printf("JSON read               %,12.0f rows a second%n", parsing);
        System.out.printf("compared, all the same  %,12.0f  %5.1f times as fast%n", comparing, comparing / parsing);
        System.out.printf("a tenth changed         %,12.0f  %5.1f  (restoring the rows included)%n", tenth, tenth / parsing);
        System.out.printf("all seen first          %,12.0f  %5.1f%n", first, first / parsing);
        memory(answer, appointments);
    }

    private static void memory(VendorAnswer answer, int appointments) {
        long before = used();
        LastSeen known = new LastSeen();
        take(known, parse(answer));
        long bytes = used() - before;
        System.out.printf("memory                  %,12d bytes for each known appointment (of %d bytes of JSON)%n",
                bytes / appointments, answer.body().length() / appointments);
        if (known.rows().size() != appointments) {
            throw new IllegalStateException("not all are known");
        }
    }

    private static long used() {
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static double rate(int rows, int rounds, Supplier<?> work) {
        for (int i = 0; i < rounds; i++) {
            work.get();
        }
        long begun = System.nanoTime();
        for (int i = 0; i < rounds; i++) {
            work.get();
        }
        return rows * (double) rounds / ((System.nanoTime() - begun) / 1e9);
    }

    private static VendorAnswer list(SimulatedCalendar calendar) {
        WireForm.Sent sent = WireForm.of(new Request.ListAppointments(OWNER, WINDOW), "loc", "token-loc");
        return new StepwiseApi(calendar)
                .arrive(VendorRequest.of(sent.method(), sent.target(), sent.headers(), sent.body()))
                .perform();
    }

    private static List<Appointment> parse(VendorAnswer answer) {
        Reply reply = WireForm.received(
                new Request.ListAppointments(OWNER, WINDOW), "loc", answer.status(), answer.headers(), answer.body());
        if (reply.result() instanceof ApiResult.Ok<?>(EventList list, _)) {
            return list.appointments();
        }
        throw new IllegalStateException("no list: " + reply.result());
    }

    private static LastSeen restored(List<AppointmentRow> rows) {
        LastSeen restored = new LastSeen();
        rows.forEach(restored::restore);
        return restored;
    }

    private static List<AppointmentChange> take(LastSeen lastSeen, List<Appointment> seen) {
        Instant now = START.plusSeconds(60);
        WindowSnapshot<Appointment> whole = new WindowSnapshot<>(OWNER, WINDOW, now, now, seen);
        List<AppointmentChange> changes = new ArrayList<>();
        for (int from = 0; from < seen.size(); from += PART) {
            Findings part = lastSeen.listed(whole.part(from, Math.min(seen.size(), from + PART)), NOBODY);
            changes.addAll(part.changes());
        }
        lastSeen.missing(whole);
        return changes;
    }
}
