package dev.almanac.promise;

import java.util.List;
import java.util.stream.Stream;

/// Something Almanac promises to those who publish commands and to those who follow its feed.
interface Promise {
    /// What holds of commands.
    List<Promise> OF_COMMANDS = List.of(
            new OneResultPerCommand(), new NoDoubleBooking(), new TrueResults(), new OrderPerAppointment());

    /// What holds of the feed, as soon as the calendar is calm.
    List<Promise> OF_THE_FEED = List.of(
            new UnbrokenSequences(), new NoPhantomRemoval(), new FeedEqualsCalendar());

    List<Promise> ALL = Stream.of(OF_COMMANDS, OF_THE_FEED).flatMap(List::stream).toList();

    /// In words, each way in which it is broken; none: it is kept.
    List<String> broken(Aftermath aftermath);

    /// In words, each way in which some of them are broken.
    static List<String> broken(List<Promise> promises, Aftermath aftermath) {
        return promises.stream().flatMap(promise -> promise.broken(aftermath).stream()).toList();
    }
}
