package dev.almanac.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.io.CloseMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP face of the simulated calendars, on the loopback address only. A virtual thread serves each connection, and
/// connections are its own so that it can reset them and cut bodies: no server library lets a handler do that.
///
/// Every method may be called from any thread. After [#close] it cannot be started again; the calendar, its ledger and
/// its faults live on and can be given to another one, which is how an outage is played.
public final class CalendarSimulator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CalendarSimulator.class);
    /// Clients that open many connections at once must not be refused by a short queue.
    private static final int BACKLOG = 512;
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int BODY_BYTES = 4 * 1024 * 1024;

    private final SimulatedCalendar calendar;
    private final FaultPlan faults;
    private final VendorApi vendor;
    private final FaultyApi api;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("calendar-simulator-", 0).factory());
    private final Set<DefaultBHttpServerConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket server;

    public CalendarSimulator(SimulatedCalendar calendar, FaultPlan faults) {
        this.calendar = calendar;
        this.faults = faults;
        this.vendor = new VendorApi(calendar);
        this.api = new FaultyApi(vendor, faults, threads);
    }

    public SimulatedCalendar calendar() {
        return calendar;
    }

    public Ledger ledger() {
        return calendar.ledger();
    }

    public FaultPlan faults() {
        return faults;
    }

    /// Another program with a location's token has sent requests, which count against its allowance.
    ///
    /// @param ofInterval of an interval that begins now, unless it is 0
    /// @param ofDay      of the day, without these
    public void usedElsewhere(String locationId, int ofInterval, int ofDay) {
        vendor.usedElsewhere(locationId, ofInterval, ofDay);
    }

    /// @param port 0: any that is free
    public CalendarSimulator start(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            server = socket;
        } catch (IOException failed) {
            throw new UncheckedIOException("the calendar simulator cannot listen on port " + port, failed);
        }
        threads.execute(this::accept);
        return this;
    }

    public int port() {
        return server.getLocalPort();
    }

    /// Without a slash at its end.
    public URI baseUrl() {
        return URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port());
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                threads.execute(() -> serve(socket));
            } catch (IOException closed) {
                LOG.trace("no longer accepting: {}", closed.toString());
            }
        }
    }

    private void serve(Socket socket) {
        Http1Config config = Http1Config.custom().setBufferSize(BUFFER_BYTES).build();
        DefaultBHttpServerConnection connection = new DefaultBHttpServerConnection("http", config);
        connections.add(connection);
        try {
            connection.bind(socket);
            boolean open = !server.isClosed();
            while (open) {
                open = serveOne(connection);
            }
            connection.close(CloseMode.GRACEFUL);
        } catch (IOException | HttpException gone) {
            LOG.trace("connection ended: {}", gone.toString());
        } catch (RuntimeException bug) {
            LOG.error("the simulator failed to answer", bug);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            connection.close(CloseMode.IMMEDIATE);
            connections.remove(connection);
        }
    }

    private boolean serveOne(DefaultBHttpServerConnection connection)
            throws IOException, HttpException, InterruptedException {
        ClassicHttpRequest received = connection.receiveRequestHeader();
        if (received == null) {
            return false;
        }
        connection.receiveRequestEntity(received);
        String body = received.getEntity() == null
                ? ""
                : EntityUtils.toString(received.getEntity(), StandardCharsets.UTF_8, BODY_BYTES);
        Map<String, String> headers = new HashMap<>();
        for (Header header : received.getHeaders()) {
            headers.put(header.getName().toLowerCase(Locale.ROOT), header.getValue());
        }
        VendorRequest request = VendorRequest.of(received.getMethod(), received.getPath(), headers, body);
        return switch (api.handle(request)) {
            case Delivery.Whole(VendorAnswer answer) -> {
                send(connection, answer, answer.body().getBytes(StandardCharsets.UTF_8), 1.0);
                yield !"close".equalsIgnoreCase(headers.get("connection"));
            }
            case Delivery.Cut(VendorAnswer answer) -> {
                send(connection, answer, answer.body().getBytes(StandardCharsets.UTF_8), 0.5);
                yield false;
            }
            case Delivery.Reset() -> {
                connection.close(CloseMode.IMMEDIATE);
                yield false;
            }
        };
    }

    /// Announces the whole body and sends a share of it.
    private static void send(
            DefaultBHttpServerConnection connection, VendorAnswer answer, byte[] body, double share)
            throws IOException, HttpException {
        ClassicHttpResponse response = new BasicClassicHttpResponse(answer.status());
        answer.headers().forEach(response::setHeader);
        response.setHeader("content-length", body.length);
        connection.sendResponseHeader(response);
        byte[] sent = share < 1 ? Arrays.copyOf(body, (int) (body.length * share)) : body;
        response.setEntity(new ByteArrayEntity(sent, ContentType.APPLICATION_JSON));
        connection.sendResponseEntity(response);
        connection.flush();
    }

    /// Stops accepting, resets every connection and ends effects that are still to come.
    @Override
    public void close() {
        try {
            if (server != null) {
                server.close();
            }
        } catch (IOException ignored) {
            LOG.trace("closing: {}", ignored.toString());
        }
        threads.shutdownNow();
        connections.forEach(connection -> connection.close(CloseMode.IMMEDIATE));
        threads.close();
    }
}
