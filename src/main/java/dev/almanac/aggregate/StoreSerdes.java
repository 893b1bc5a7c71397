package dev.almanac.aggregate;

import dev.almanac.calendar.AppointmentStatus;
import dev.almanac.kafka.Topic;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/// How the stores write their values. Their bytes are nobody's contract: they begin with a version, and a store that
/// cannot be read is rebuilt from the source topics by resetting the application.
final class StoreSerdes {
    private static final int VERSION = 2;

    private StoreSerdes() {}

    /// A topic's own serde under the topic's own name: left to itself a store would use the name of its changelog, and
    /// each changelog would become a subject of the schema registry.
    static <V> Serde<V> of(Topic<?, V> topic) {
        return Serdes.serdeFrom(
                (store, value) -> topic.valueSerde().serializer().serialize(topic.name(), value),
                (store, bytes) -> topic.valueSerde().deserializer().deserialize(topic.name(), bytes));
    }

    static Serde<Kept> kept() {
        return Serdes.serdeFrom((store, kept) -> bytes(kept), (store, bytes) -> kept(bytes));
    }

    static byte[] bytes(Kept kept) {
        if (kept == null) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(160);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            write(out, kept.entry());
            out.writeInt(kept.days().size());
            for (LocalDate day : kept.days()) {
                out.writeInt(Math.toIntExact(day.toEpochDay()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Kept kept(byte[] bytes) {
        if (bytes == null) {
            return null;
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw unusable("a stored entry has version " + version + ", this program reads " + VERSION, null);
            }
            Entry entry = readEntry(in);
            List<LocalDate> days = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                days.add(LocalDate.ofEpochDay(in.readInt()));
            }
            return new Kept(entry, days);
        } catch (IOException | IllegalArgumentException | DateTimeException cut) {
            throw unusable("a stored entry cannot be read (" + cut + ")", cut);
        }
    }

    /// Waiting mends none of this, and nobody but an operator can reset an application.
    private static IllegalStateException unusable(String what, Exception cause) {
        return new IllegalStateException(
                what + "; to compute all figures anew, stop every process, reset the application <group id>-aggregates with"
                        + " kafka-streams-application-reset, delete the state folder of each process, and start them again",
                cause);
    }

    private static void write(DataOutputStream out, Entry entry) throws IOException {
        out.writeUTF(entry.kind().name());
        out.writeUTF(entry.id());
        out.writeUTF(entry.locationId());
        writeNullable(out, entry.calendarId());
        writeNullable(out, entry.userId());
        out.writeLong(entry.start().toEpochMilli());
        out.writeLong(entry.end().toEpochMilli());
        switch (entry) {
            case Booking booking -> {
                writeNullable(out, booking.contactId());
                out.writeUTF(booking.status().name());
                out.writeLong(booking.statusSince().toEpochMilli());
            }
            case Block _ -> {}
        }
    }

    private static Entry readEntry(DataInputStream in) throws IOException {
        Entry.Kind kind = Entry.Kind.valueOf(in.readUTF());
        String id = in.readUTF();
        String locationId = in.readUTF();
        String calendarId = readNullable(in);
        String userId = readNullable(in);
        Instant start = readInstant(in);
        Instant end = readInstant(in);
        return switch (kind) {
            case BOOKING -> {
                String contactId = readNullable(in);
                AppointmentStatus status = AppointmentStatus.valueOf(in.readUTF());
                yield new Booking(
                        id, locationId, calendarId, userId, contactId, status, readInstant(in), start, end);
            }
            case BLOCK -> new Block(id, locationId, calendarId, userId, start, end);
        };
    }

    private static void writeNullable(DataOutputStream out, String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }

    private static String readNullable(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }

    private static Instant readInstant(DataInputStream in) throws IOException {
        return Instant.ofEpochMilli(in.readLong());
    }
}
