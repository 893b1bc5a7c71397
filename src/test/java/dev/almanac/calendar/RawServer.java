package dev.almanac.calendar;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server that answers byte by byte as a test wants, and remembers what it was sent.
final class RawServer implements AutoCloseable {
    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");

    private final ServerSocket listener;
    private final Script script;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger bytes = new AtomicInteger();

    /// Called after each request; the connection is served again unless it is closed.
    @FunctionalInterface
    interface Script {
        void answer(Socket connection) throws IOException;
    }

    RawServer(Script script) {
        this.script = script;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::accept);
    }

    static RawServer saying(String answer) {
        return new RawServer(connection -> say(connection, answer));
    }

    /// Answers with a length, so that the connection can be used again.
    static RawServer answering(int status, String headers, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return saying("HTTP/1.1 " + status + " x\r\ncontent-length: " + length + "\r\n" + headers + "\r\n" + body);
    }

    static void say(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        connection.getOutputStream().flush();
    }

    /// Ends the connection with a reset instead of an orderly end.
    static void reset(Socket connection) throws IOException {
        connection.setSoLinger(true, 0);
        connection.close();
    }

    /// Says the text again and again until the far side is gone.
    static void drip(Socket connection, String text) throws IOException {
        connection.setSoTimeout(5);
        while (!connection.isClosed()) {
            say(connection, text);
            try {
                if (connection.getInputStream().read() < 0) {
                    return;
                }
            } catch (SocketTimeoutException e) {
                continue;
            }
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    List<String> requests() {
        return requests;
    }

    int connections() {
        return connections.size();
    }

    int bytes() {
        return bytes.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = listener.accept();
                connections.add(connection);
                Thread.startVirtualThread(() -> serve(connection));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            for (String request = read(in); request != null && !connection.isClosed(); request = read(in)) {
                requests.add(request);
                script.answer(connection);
            }
        } catch (IOException e) {
            // The client is gone, or the script has closed the connection.
        }
    }

    private String read(InputStream in) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        int needed = Integer.MAX_VALUE;
        while (request.size() < needed) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            bytes.incrementAndGet();
            request.write(next);
            String head = next == '\n' ? request.toString(StandardCharsets.UTF_8) : "";
            if (needed == Integer.MAX_VALUE && head.endsWith("\r\n\r\n")) {
                Matcher length = CONTENT_LENGTH.matcher(head);
                needed = request.size() + (length.find() ? Integer.parseInt(length.group(1)) : 0);
            }
        }
        return request.toString(StandardCharsets.UTF_8);
    }
}
