package dev.almanac.simulation;

import java.time.Instant;

/// What everybody in a history shares.
final class Setting {
    private final Timeline timeline;
    private final Dice dice;
    private final Story story;
    private final Seam seam;
    private final boolean marked;
    private final boolean settles;
    private final Happenings happenings = new Happenings();
    private boolean mishapsHappen = true;

    /// @param marked  whether bookings carry a marker
    /// @param settles whether the vendor keeps to the time in which Almanac assumes every write to take effect
    Setting(Timeline timeline, Dice dice, Story story, Seam seam, boolean marked, boolean settles) {
        this.timeline = timeline;
        this.dice = dice;
        this.story = story;
        this.seam = seam;
        this.marked = marked;
        this.settles = settles;
    }

    Timeline timeline() {
        return timeline;
    }

    Instant now() {
        return timeline.now();
    }

    Dice dice() {
        return dice;
    }

    Story story() {
        return story;
    }

    Seam seam() {
        return seam;
    }

    boolean marked() {
        return marked;
    }

    boolean settles() {
        return settles;
    }

    PlantedBug bug() {
        return seam.bug();
    }

    Happenings happenings() {
        return happenings;
    }

    /// Whether anything goes wrong at all.
    boolean mishapsHappen() {
        return mishapsHappen;
    }

    /// From now on nothing goes wrong any more. What has gone wrong takes its course.
    void calmDown() {
        story.tell("nothing goes wrong any more");
        mishapsHappen = false;
    }
}
