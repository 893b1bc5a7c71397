package dev.almanac.dev;

import dev.almanac.schema.AppointmentCommand;
import dev.almanac.schema.CreateAppointment;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Locations with one calendar and one user each, always open, for tests that are about commands and not about calendars.
/// No slot is given out twice, so no create has a reason to be refused. Thread-safe.
public final class SoloLocations {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final DateTimeFormatter WALL_CLOCK = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
    private static final int SLOT_MINUTES = 30;

    private final List<String> ids;
    private final RateAllowance allowance;
    private final ZonedDateTime firstSlot = ZonedDateTime.now(ZONE).toLocalDate().plusDays(1).atStartOfDay(ZONE);
    private final Map<String, AtomicInteger> slotsGiven = new ConcurrentHashMap<>();

    public SoloLocations(List<String> ids, RateAllowance allowance) {
        this.ids = List.copyOf(ids);
        this.allowance = allowance;
    }

    /// With the published allowance.
    public SoloLocations(List<String> ids) {
        this(ids, RateAllowance.PUBLISHED);
    }

    public List<String> ids() {
        return ids;
    }

    /// The location for the n-th of something, each in turn.
    public String inTurn(int n) {
        return ids.get(n % ids.size());
    }

    /// A running simulator of them, with an empty calendar.
    public CalendarSimulator simulator(FaultPlan faults) {
        return new CalendarSimulator(calendar(), faults).start(0);
    }

    /// Their calendar without HTTP.
    public SimulatedCalendar calendar() {
        VendorLocation[] locations = ids.stream().map(this::location).toArray(VendorLocation[]::new);
        return new SimulatedCalendar(InstantSource.system(), locations);
    }

    /// A create for a slot of its own, with the location's user.
    public AppointmentCommand create(String commandId, String location, Consumer<CreateAppointment.Builder> more) {
        int slot = slotsGiven.computeIfAbsent(location, id -> new AtomicInteger()).getAndIncrement();
        String start = WALL_CLOCK.format(firstSlot.plusMinutes((long) SLOT_MINUTES * slot));
        return CommandSender.create(commandId, location, "cal-" + location, "user-" + location, start, more);
    }

    private VendorLocation location(String id) {
        String user = "user-" + id;
        return VendorLocation.of(
                        id,
                        ZONE,
                        List.of(VendorCalendar.of("cal-" + id, "round_robin", user)),
                        List.of(new VendorUser(user, "One", WeeklyHours.always())))
                .withAllowance(allowance);
    }
}
