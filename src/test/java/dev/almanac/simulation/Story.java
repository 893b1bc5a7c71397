package dev.almanac.simulation;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/// What happened, a line for each step; kept only if somebody wants to read it.
final class Story {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private final boolean told;
    private final List<String> lines = new ArrayList<>();

    Story(InstantSource clock, boolean told) {
        this.clock = clock;
        this.told = told;
    }

    void tell(String form, Object... details) {
        if (told) {
            lines.add(TIME.format(clock.instant()) + "  " + form.formatted(details));
        }
    }

    List<String> lines() {
        return lines;
    }
}
