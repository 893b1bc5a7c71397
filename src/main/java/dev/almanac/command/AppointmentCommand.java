package dev.almanac.command;

import static java.util.Objects.requireNonNull;

import dev.almanac.calendar.AppointmentDetails;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a sender wants done to one booking.
public sealed interface AppointmentCommand {
    CommandId id();

    /// When the sender decided on it.
    Instant issuedAt();

    /// After this it is no longer started; null: never.
    Instant expiresAt();

    /// The given members of the body by name: what makes two commands the same.
    SortedMap<String, Object> body();

    default String locationId() {
        return id().locationId();
    }

    /// Identifies the body across republications, processes and versions: SHA-256 over the kind and the given members.
    default byte[] bodyHash() {
        // Spelt out, because journals hold hashes of it: renaming a type must not change them.
        String kind = switch (this) {
            case Create _ -> "Create";
            case Update _ -> "Update";
            case Malformed _ -> "Malformed";
        };
        StringBuilder text = new StringBuilder(kind).append('\n');
        for (Map.Entry<String, Object> member : body().entrySet()) {
            String value = member.getValue().toString();
            text.append(member.getKey()).append('=').append(value.length()).append(':').append(value).append('\n');
        }
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /// Make a booking. `calendarId` and `startTime` are among the details.
    record Create(CommandId id, Instant issuedAt, Instant expiresAt, String contactId, AppointmentDetails details)
            implements AppointmentCommand {
        public Create {
            requireNonNull(id, "id");
            requireNonNull(issuedAt, "issuedAt");
            requireNonNull(contactId, "contactId");
            requireNonNull(details, "details");
        }

        @Override
        public SortedMap<String, Object> body() {
            SortedMap<String, Object> members = new TreeMap<>(details.given());
            members.put("contactId", contactId);
            return members;
        }
    }

    /// Change a booking, named by its own id or by the command that creates it: exactly one of the two is not null.
    record Update(
            CommandId id,
            Instant issuedAt,
            Instant expiresAt,
            String appointmentId,
            String createCommandId,
            AppointmentDetails details)
            implements AppointmentCommand {
        public Update {
            requireNonNull(id, "id");
            requireNonNull(issuedAt, "issuedAt");
            requireNonNull(details, "details");
            if ((appointmentId == null) == (createCommandId == null)) {
                throw new IllegalArgumentException("an update names its appointment in exactly one way");
            }
        }

        @Override
        public SortedMap<String, Object> body() {
            SortedMap<String, Object> members = new TreeMap<>(details.given());
            if (appointmentId != null) {
                members.put("appointmentId", appointmentId);
            } else {
                members.put("createCommandId", createCommandId);
            }
            return members;
        }
    }

    /// Decodable, with a usable id, and still not a command: it is answered by a rejection that says why.
    record Malformed(
            CommandId id, Instant issuedAt, Instant expiresAt, SortedMap<String, Object> body, String problem)
            implements AppointmentCommand {
        public Malformed {
            requireNonNull(id, "id");
            requireNonNull(issuedAt, "issuedAt");
            requireNonNull(body, "body");
            requireNonNull(problem, "problem");
        }

        /// Kept out of logs on purpose: tells which members are given, not what they say.
        @Override
        public String toString() {
            return "Malformed[" + id + ", " + body.keySet() + ", " + problem + "]";
        }
    }
}
