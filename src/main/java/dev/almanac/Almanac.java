package dev.almanac;

/// Starts one process of Almanac. Settings come from the environment; see `application.yml`.
public final class Almanac {
    private Almanac() {}

    public static void main(String[] args) {
        Startup.run(args);
    }
}
