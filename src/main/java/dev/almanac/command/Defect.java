package dev.almanac.command;

import static java.util.Objects.requireNonNull;

/// A command that cannot be decided, through a fault of Almanac's own. It costs that command only.
public record Defect(CommandId commandId, RuntimeException cause) {
    public Defect {
        requireNonNull(commandId, "commandId");
        requireNonNull(cause, "cause");
    }
}
