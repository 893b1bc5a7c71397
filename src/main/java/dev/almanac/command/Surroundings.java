package dev.almanac.command;

import static java.util.Objects.requireNonNull;

import dev.almanac.calendar.Appointment;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// What is known of a location beside its commands, as far as it helps to judge what a lost answer did.
///
/// @param hasOneSeat whether the vendor's slot check lets a user have one booking of a calendar at a time
/// @param seenOf     the appointments of a contact as last seen by the feed, wherever they are by now
public record Surroundings(Predicate<String> hasOneSeat, Function<String, List<Appointment>> seenOf) {
    public Surroundings {
        requireNonNull(hasOneSeat, "hasOneSeat");
        requireNonNull(seenOf, "seenOf");
    }
}
