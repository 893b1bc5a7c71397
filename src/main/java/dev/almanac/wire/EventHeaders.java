package dev.almanac.wire;

import dev.almanac.aggregate.NoShows;
import dev.almanac.aggregate.Utilization;
import dev.almanac.change.AppointmentChange;
import dev.almanac.change.AppointmentRow;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.command.CommandResult;
import dev.almanac.command.Trace;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/// Record headers in the binary mode of CloudEvents: what a record is about can be told without reading its value.
///
/// A `ce_id` follows from the record's content and not from the moment of writing, so a record that is written again
/// after a crash has the same one.
final class EventHeaders {
    /// The sender's thread of events, passed on from a command to all that it causes.
    static final String CORRELATION_ID = "ce_correlationid";
    /// The `ce_id` of what caused this record.
    static final String CAUSATION_ID = "ce_causationid";
    static final String ID = "ce_id";
    static final String TRACEPARENT = "traceparent";

    private static final String SOURCE = "/almanac/";
    // Longer ones come from no tool that we know; they would be copied to everything a command causes.
    private static final int MAX_TRACE_BYTES = 512;

    private EventHeaders() {}

    static Headers result(CommandResult result, Trace trace) {
        String id = result.id().toString();
        return headers("command-result", id, id, result.finishedAt(), trace);
    }

    /// @param trace of the command that caused it, or [Trace#NONE]
    static Headers change(AppointmentChange change, Trace trace) {
        AppointmentRow after = change.after();
        String subject = after.locationId() + "/" + after.id();
        return headers("appointment-change", subject + "/" + after.sequence(), subject, after.fetchedAt(), trace);
    }

    static Headers appointment(AppointmentRow row, Trace trace) {
        String subject = row.locationId() + "/" + row.id();
        return headers("appointment", subject + "/" + row.sequence(), subject, row.fetchedAt(), trace);
    }

    static Headers blockedTime(BlockedTimeRow row) {
        String subject = row.locationId() + "/" + row.id();
        return headers("blocked-time", subject + "/" + row.sequence(), subject, row.fetchedAt(), Trace.NONE);
    }

    static Headers noShows(NoShows cell) {
        String subject = cell.key().toString();
        return headers("no-shows", subject + "/" + cell.revision(), subject, cell.asOf(), Trace.NONE);
    }

    static Headers utilization(Utilization cell) {
        String subject = cell.key().toString();
        return headers("utilization", subject + "/" + cell.revision(), subject, cell.asOf(), Trace.NONE);
    }

    /// What a command brought along. A header that is missing, empty or unreasonably long counts as not given.
    static Trace traceOf(Headers headers) {
        return new Trace(text(headers, CORRELATION_ID), text(headers, ID), text(headers, TRACEPARENT));
    }

    private static Headers headers(String type, String id, String subject, Instant time, Trace trace) {
        Headers headers = new RecordHeaders();
        put(headers, "ce_specversion", "1.0");
        put(headers, ID, id);
        // CloudEvents wants source and id together to be unique: an appointment's row and its change have the same id.
        put(headers, "ce_source", SOURCE + type);
        put(headers, "ce_type", "dev.almanac." + type + ".v1");
        put(headers, "ce_subject", subject);
        put(headers, "ce_time", time.toString());
        put(headers, "content-type", "application/avro");
        put(headers, CORRELATION_ID, trace.correlationId());
        put(headers, CAUSATION_ID, trace.causationId());
        put(headers, TRACEPARENT, trace.traceparent());
        return headers;
    }

    private static void put(Headers headers, String name, String value) {
        if (value != null) {
            headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        if (header == null || header.value() == null) {
            return null;
        }
        int length = header.value().length;
        return length == 0 || length > MAX_TRACE_BYTES ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
