package dev.almanac.dev;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Ports of the loopback interface.
public final class Ports {
    private static final int FIRST = 15_000;
    private static final int BEYOND = 32_000;
    private static final int ATTEMPTS = 1_000;
    private static final Random RANDOM = new Random();
    private static final Set<Integer> GIVEN_OUT = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /// A wanted port is taken; the message is one line for the person at the keyboard and names the way out.
    public static final class PortInUse extends RuntimeException {
        PortInUse(int port, String setting) {
            super("Port " + port + " is in use; set " + setting);
        }
    }

    /// Passes if the port can be bound now.
    ///
    /// @param setting what to set to get another port
    /// @throws PortInUse otherwise
    public static void requireFree(int port, String setting) {
        if (!isFree(port)) {
            throw new PortInUse(port, setting);
        }
    }

    /// A port that nobody listens on at this moment, and that this process has not given out before. It is below those that
    /// systems take for outgoing connections: one of these could have it before its owner begins to listen.
    public static int anyFree() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = FIRST + RANDOM.nextInt(BEYOND - FIRST);
            if (GIVEN_OUT.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port between " + FIRST + " and " + BEYOND + " is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // Without this a port just left in TIME_WAIT would count as taken.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
