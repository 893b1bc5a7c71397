package dev.almanac.calendar;

import static java.util.Objects.requireNonNull;

/// A bearer token. Its text appears in the Authorization header and nowhere else.
public record AccessToken(String value) {
    public AccessToken {
        requireNonNull(value, "value");
        if (value.isBlank() || !value.chars().allMatch(c -> c > 32 && c < 127)) {
            throw new IllegalArgumentException("an access token must be one word of printable ASCII");
        }
    }

    @Override
    public String toString() {
        return "AccessToken[…]";
    }
}
