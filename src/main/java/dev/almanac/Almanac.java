package dev.almanac;

/// Starts one process of Almanac, or, with `verify-feed` as the first argument, checks the feed and ends. Settings come from the
/// environment; see `application.yml`.
public final class Almanac {
    private Almanac() {}

    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals(VerifyFeed.NAME)) {
            System.exit(VerifyFeed.run(args));
        }
        Startup.run(args);
    }
}
