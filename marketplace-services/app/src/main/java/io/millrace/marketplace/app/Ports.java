package io.millrace.marketplace.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ports the marketplace listens on; 0 takes a free one. */
public record Ports(int gateway, int kafka, int postgres) {

    private static final int CONNECT_MILLIS = 300;
    private static final int LOWEST = 20_000;
    private static final int ABOVE_HIGHEST = 32_000;
    private static final int ATTEMPTS = 1_000;

    /** Free ones. */
    public static Ports free() {
        return new Ports(0, 0, 0);
    }

    /**
     * A port of the loopback interface that nobody used a moment ago. It lies below those that systems give to
     * outgoing connections, one of which could take it before it is listened on.
     */
    static int anyFree() {
        return ThreadLocalRandom.current()
                .ints(LOWEST, ABOVE_HIGHEST)
                .limit(ATTEMPTS)
                .filter(port -> bindProblem(port) == null)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no free port on 127.0.0.1"));
    }

    /** Refuses ports that are in use, can't be opened or are named twice, naming the flag. */
    void requireUsable() {
        Map<Integer, String> flags = new LinkedHashMap<>();
        requireUsable(gateway, "--port", flags);
        requireUsable(kafka, "--kafka-port", flags);
        requireUsable(postgres, "--postgres-port", flags);
    }

    private static void requireUsable(int port, String flag, Map<Integer, String> flags) {
        if (port == 0) {
            return;
        }
        String other = flags.put(port, flag);
        if (other != null) {
            throw new Refusal("%s and %s name the same port %d: give each its own".formatted(other, flag, port));
        }
        if (answers(port)) {
            throw new Refusal("port %d is in use: choose another with %s".formatted(port, flag));
        }
        String problem = bindProblem(port);
        if (problem != null) {
            throw new Refusal("port %d can't be opened (%s): choose another with %s".formatted(port, problem, flag));
        }
    }

    /** Whatever "localhost" stands for: a browser may take an address that the shop does not listen on. */
    private static boolean answers(int port) {
        try {
            return Stream.of(InetAddress.getAllByName("localhost")).anyMatch(address -> answers(address, port));
        } catch (UnknownHostException e) {
            return answers(InetAddress.getLoopbackAddress(), port);
        }
    }

    private static boolean answers(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable String bindProblem(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return null;
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
