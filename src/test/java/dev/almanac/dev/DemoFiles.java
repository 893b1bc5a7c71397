package dev.almanac.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The locations file and the token file that make Almanac serve simulated locations.
public final class DemoFiles {
    private DemoFiles() {}

    /// Writes `locations.yaml` and `tokens` into a folder.
    ///
    /// @param nearInterval seconds between two polls of a near window
    public static void write(Path folder, Collection<VendorLocation> locations, int nearInterval) throws IOException {
        Files.writeString(folder.resolve("locations.yaml"), locationsYaml(locations, nearInterval));
        Files.writeString(folder.resolve("tokens"), tokens(locations));
    }

    private static String tokens(Collection<VendorLocation> locations) {
        return locations.stream()
                .map(location -> location.id() + "=" + location.tokens().getFirst().value() + "\n")
                .collect(Collectors.joining());
    }

    private static String locationsYaml(Collection<VendorLocation> locations, int nearInterval) {
        return "locations:\n"
                + locations.stream().map(location -> yaml(location, nearInterval)).collect(Collectors.joining());
    }

    private static String yaml(VendorLocation location, int nearInterval) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("  - id: ").append(location.id()).append('\n');
        yaml.append("    timeZone: ").append(location.zone().getId()).append('\n');
        yaml.append("    credential: ").append(location.id()).append('\n');
        yaml.append("    calendars:\n");
        location.calendars().forEach(calendar -> {
            entry(yaml, calendar.id(), calendar.hours());
            yaml.append("        seats: ").append(calendar.seats()).append('\n');
        });
        yaml.append("    users:\n");
        location.users().forEach(user -> entry(yaml, user.id(), user.hours()));
        yaml.append("    polling:\n");
        yaml.append("      nearInterval: ").append(nearInterval).append("s\n");
        yaml.append("      farInterval: ").append(nearInterval * 20).append("s\n");
        yaml.append("      dailyPercent: 90\n");
        return yaml.toString();
    }

    private static void entry(StringBuilder yaml, String id, WeeklyHours hours) {
        yaml.append("      - id: ").append(id).append('\n');
        yaml.append("        openingHours:\n          weekly:\n");
        for (DayOfWeek day : DayOfWeek.values()) {
            List<WeeklyHours.Opening> openings = hours.days().getOrDefault(day, List.of());
            if (!openings.isEmpty()) {
                yaml.append("            ").append(day.name().toLowerCase(Locale.ROOT)).append(": [")
                        .append(openings.stream()
                                .map(opening -> '"' + time(opening.opens()) + "-" + time(opening.closes()) + '"')
                                .collect(Collectors.joining(", ")))
                        .append("]\n");
            }
        }
    }

    private static String time(int minutes) {
        return "%02d:%02d".formatted(minutes / 60, minutes % 60);
    }
}
