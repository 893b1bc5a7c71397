package dev.almanac.dev;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// A simulated location (sub-account): who may call, how often, and what there is to book.
///
/// @param zone      its wall clock, in which the API tells all times
/// @param tokens    bearer tokens that are valid for it
/// @param allowance what each of its tokens may ask
public record VendorLocation(
        String id,
        String name,
        ZoneId zone,
        List<VendorToken> tokens,
        RateAllowance allowance,
        List<VendorCalendar> calendars,
        List<VendorUser> users) {

    public VendorLocation {
        tokens = List.copyOf(tokens);
        calendars = List.copyOf(calendars);
        users = List.copyOf(users);
    }

    /// With one token for everything, `token-<id>`, and the published allowance.
    public static VendorLocation of(String id, ZoneId zone, List<VendorCalendar> calendars, List<VendorUser> users) {
        return new VendorLocation(
                id, "Location " + id, zone, List.of(VendorToken.full("token-" + id)), RateAllowance.PUBLISHED,
                calendars, users);
    }

    public VendorLocation withAllowance(RateAllowance other) {
        return new VendorLocation(id, name, zone, tokens, other, calendars, users);
    }

    public VendorLocation withTokens(VendorToken... others) {
        return new VendorLocation(id, name, zone, List.of(others), allowance, calendars, users);
    }

    Optional<VendorCalendar> calendar(String calendarId) {
        return calendars.stream().filter(calendar -> calendar.id().equals(calendarId)).findFirst();
    }

    Optional<VendorToken> token(String bearer) {
        return tokens.stream().filter(token -> token.value().equals(bearer)).findFirst();
    }
}
