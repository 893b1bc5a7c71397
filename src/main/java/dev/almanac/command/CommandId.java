package dev.almanac.command;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/// A command's identity: the sender's id is unique within its location only.
public record CommandId(String locationId, String commandId) {
    private static final Pattern USABLE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    public CommandId {
        requireNonNull(locationId, "locationId");
        requireNonNull(commandId, "commandId");
    }

    /// Whether a text may stand in keys and in the marker without being mistaken for something else.
    public static boolean isUsable(String text) {
        return USABLE.matcher(text).matches();
    }

    /// The journal's key.
    @Override
    public String toString() {
        return locationId + "/" + commandId;
    }
}
