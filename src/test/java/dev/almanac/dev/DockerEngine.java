package dev.almanac.dev;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Whether a container engine answers. Asked before Testcontainers is, which logs errors and takes seconds to say no.
final class DockerEngine {
    private static final String DEFAULT_HOST = "unix:///var/run/docker.sock";
    // A local engine answers a ping in milliseconds; without one the tests should not wait.
    private static final long PING_TIMEOUT_MS = 1_000;

    private DockerEngine() {}

    static boolean answers() {
        String host = System.getenv("DOCKER_HOST");
        return answers(host == null || host.isBlank() ? DEFAULT_HOST : host);
    }

    static boolean answers(String host) {
        CompletableFuture<Boolean> ping = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> ping.complete(ping(host)));
        try {
            return ping.get(PING_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException silent) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean ping(String host) {
        try (SocketChannel channel = SocketChannel.open(address(URI.create(host)))) {
            channel.write(StandardCharsets.US_ASCII.encode("GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n"));
            ByteBuffer answer = ByteBuffer.allocate(12);
            while (answer.hasRemaining() && channel.read(answer) >= 0) {
                // Until "HTTP/1.x 200" is whole.
            }
            return new String(answer.array(), StandardCharsets.US_ASCII).endsWith(" 200");
        } catch (IOException | IllegalArgumentException none) {
            return false;
        }
    }

    private static SocketAddress address(URI host) {
        return "unix".equals(host.getScheme())
                ? UnixDomainSocketAddress.of(host.getPath())
                : new InetSocketAddress(host.getHost(), host.getPort());
    }
}
