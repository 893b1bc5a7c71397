package dev.almanac.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Ports of the loopback interface.
public final class Ports {
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
        try (ServerSocket socket = new ServerSocket()) {
            // Without this a port just left in TIME_WAIT would count as taken.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException taken) {
            throw new PortInUse(port, setting);
        }
    }

    /// A port that nobody listens on at this moment.
    public static int anyFree() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
