package dev.almanac.simulation;

import dev.almanac.command.CommandId;
import dev.almanac.dev.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// No command is sent for the first time after it has expired.
final class NothingStartedTooLate implements Promise {
    /// From the decision to the vendor: the commit, the way to the socket and the way over the network.
    private static final Duration ON_THE_WAY = Duration.ofSeconds(3).plus(World.SEND_WITHIN).plusSeconds(5);

    @Override
    public List<String> broken(Evidence evidence) {
        Map<CommandId, Instant> first = new HashMap<>();
        for (Ledger.Request request : evidence.calendar().ledger().requests()) {
            CommandId command = evidence.senders().get(request.traceId()).command();
            if (command != null) {
                first.putIfAbsent(command, request.at());
            }
        }
        List<String> broken = new ArrayList<>();
        evidence.accepted().forEach((id, publication) -> {
            Instant expiresAt = publication.command().expiresAt();
            Instant sentAt = first.get(id);
            if (expiresAt != null && sentAt != null && sentAt.isAfter(expiresAt.plus(ON_THE_WAY))
                    && wasStartedAfter(evidence, id, expiresAt)) {
                broken.add("%s expired at %s and was sent at %s".formatted(id.commandId(), expiresAt, sentAt));
            }
        });
        return broken;
    }

    /// Once the journal says that it may have been sent, it is in doubt, and has to be brought to an end.
    private static boolean wasStartedAfter(Evidence evidence, CommandId id, Instant expiresAt) {
        return evidence.topics().journalHistory().stream()
                .filter(entry -> entry.id().equals(id) && entry.firstStartedAt() != null)
                .noneMatch(entry -> entry.firstStartedAt().isBefore(expiresAt));
    }
}
