package io.millrace.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * The RabbitMQ that runs at {@code amqp://guest:guest@localhost:5672}, or where the system property or environment
 * variable {@code MILLRACE_RABBITMQ} says, with a virtual host of this JVM's own, which goes with the JVM. There is no
 * RabbitMQ that could be embedded, so {@code rabbitmqctl} must work here too.
 */
public final class RabbitMq {

    private static final String SETTING = "MILLRACE_RABBITMQ";
    private static final String NEAR = "amqp://guest:guest@localhost:5672";
    private static final Duration CONNECT_AT_MOST = Duration.ofSeconds(5);
    private static final Duration COMMAND_AT_MOST = Duration.ofSeconds(60);
    private static final Path LOCK = Path.of(System.getProperty("java.io.tmpdir"), "millrace-rabbitmq.lock");

    private final URI server;
    private final String virtualHost;

    private RabbitMq(URI server, String virtualHost) {
        this.server = server;
        this.virtualHost = virtualHost;
    }

    /** The same for all tests of this JVM. */
    public static RabbitMq shared() {
        return Holder.SHARED;
    }

    private static final class Holder {
        static final RabbitMq SHARED = start();
    }

    private static RabbitMq start() {
        URI server = URI.create(configured());
        requireServer(server);
        RabbitMq made = new RabbitMq(server, "millrace-test-" + UUID.randomUUID());
        control("add_vhost", made.virtualHost);
        Runtime.getRuntime().addShutdownHook(new Thread(made::delete, "millrace-rabbitmq-end"));
        made.permit(made.user(), ".*");
        return made;
    }

    private static String configured() {
        String property = System.getProperty(SETTING);
        return Objects.requireNonNullElseGet(property, () -> System.getenv().getOrDefault(SETTING, NEAR));
    }

    private static void requireServer(URI server) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.getHost(), port(server)), (int) CONNECT_AT_MOST.toMillis());
        } catch (IOException e) {
            throw missing("there is none at %s:%d".formatted(server.getHost(), port(server)), e);
        }
    }

    private static IllegalStateException missing(String found, Exception cause) {
        return new IllegalStateException(
                "tests need RabbitMQ, and %s: start it (Debian: apt install rabbitmq-server), name another by %s=%s, or"
                                .formatted(found, SETTING, "amqp://user:password@host:5672")
                        + " leave these tests out with ./verify --without-rabbitmq",
                cause);
    }

    private static int port(URI server) {
        return server.getPort() < 0 ? 5672 : server.getPort();
    }

    private String user() {
        return server.getUserInfo() == null ? "guest" : server.getUserInfo().split(":", 2)[0];
    }

    /** For clients: user, password, host, port and virtual host. */
    public String uri() {
        return uri(server.getUserInfo() == null ? "guest:guest" : server.getUserInfo(), host(), port());
    }

    /** As another user, or by another way such as a proxy. */
    public String uri(String userInfo, String host, int port) {
        return "amqp://%s@%s:%d/%s".formatted(userInfo, host, port, virtualHost);
    }

    public String host() {
        return server.getHost();
    }

    public int port() {
        return port(server);
    }

    /** Makes a user who may write to what the pattern names, and read and configure everything. */
    public void user(String name, String password, String writes) {
        control("add_user", name, password);
        permit(name, writes);
    }

    private void permit(String user, String writes) {
        control("set_permissions", "-p", virtualHost, user, ".*", writes, ".*");
    }

    public void deleteUser(String name) {
        control("delete_user", name);
    }

    /** Closes the connections to the virtual host. */
    public void closeConnections() {
        control("close_all_connections", "--vhost", virtualHost, "a test");
    }

    /** Makes the server believe that its disk is full, for all its clients, until the result is closed. */
    public DiskAlarm diskAlarm() {
        return DiskAlarm.raise();
    }

    private void delete() {
        control("delete_vhost", virtualHost);
    }

    private static String control(String... arguments) {
        List<String> line = new ArrayList<>(List.of("rabbitmqctl", "-q"));
        line.addAll(List.of(arguments));
        Command.Outcome outcome;
        try {
            outcome = new Command(line, COMMAND_AT_MOST).run();
        } catch (UncheckedIOException e) {
            throw missing("its rabbitmqctl can't be run", e);
        }
        if (outcome.status() != 0) {
            throw missing(
                    "rabbitmqctl %s failed, is this root? %s"
                            .formatted(arguments[0], outcome.output().strip()),
                    new IllegalStateException("status " + outcome.status()));
        }
        return outcome.output().strip();
    }

    /** A full disk, and the lock that keeps builds on one machine from lifting each other's. */
    public static final class DiskAlarm implements AutoCloseable {

        private static final String MORE_THAN_THERE_IS = "1000000GB";

        private final FileChannel file;
        private final FileLock lock;
        private final String limit;

        private DiskAlarm(FileChannel file, FileLock lock, String limit) {
            this.file = file;
            this.lock = lock;
            this.limit = limit;
        }

        private static DiskAlarm raise() {
            try {
                FileChannel file = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = file.lock();
                String limit = control("eval", "rabbit_disk_monitor:get_disk_free_limit().");
                DiskAlarm alarm = new DiskAlarm(file, lock, limit);
                control("set_disk_free_limit", MORE_THAN_THERE_IS);
                return alarm;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try (file) {
                control("set_disk_free_limit", limit);
                lock.release();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
