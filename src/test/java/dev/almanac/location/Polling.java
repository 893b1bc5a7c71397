package dev.almanac.location;

/// Poll settings of tests.
public final class Polling {
    /// The usual ones, but of what the settings name only, and with as much of the day as polling may have.
    public static final PollSettings NAMED_ONLY = of(90, false);

    private Polling() {}

    public static PollSettings of(int dailyPercent, boolean discover) {
        PollSettings usual = PollSettings.DEFAULT;
        return new PollSettings(
                usual.nearInterval(), usual.nearPast(), usual.nearFuture(), usual.farInterval(), usual.farPast(),
                usual.farFuture(), dailyPercent, discover);
    }
}
