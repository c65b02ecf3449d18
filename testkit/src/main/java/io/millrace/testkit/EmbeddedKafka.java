package io.millrace.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker of this process, on 127.0.0.1, in a JVM of its own that ends with this one.
 *
 * <p>With a data directory it keeps topics and offsets between starts; without one they end with it. The port
 * stays the same over restarts. The broker logs to {@code server.log} in its directory. Topics are not made by
 * themselves. Safe for use by many threads, apart from starting and stopping.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Duration STARTING = Duration.ofSeconds(90);
    private static final long STOPPING_SECONDS = 6;
    private static final int ATTEMPTS = 3;

    private final Path directory;
    private final boolean temporary;
    private final boolean portIsFree;
    private final String heap;
    private int port;
    private @Nullable Process process;

    private EmbeddedKafka(Builder builder) {
        this.temporary = builder.dataDirectory == null;
        this.directory = builder.dataDirectory == null
                ? TemporaryDirectories.create("kafka")
                : Directories.create(builder.dataDirectory.toAbsolutePath().normalize());
        this.portIsFree = builder.port == 0;
        this.port = portIsFree ? Ports.free() : builder.port;
        this.heap = builder.heap;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The broker that all tests of this JVM share; give topics names of their own. */
    public static EmbeddedKafka shared() {
        return Shared.SERVER;
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** The process id of the broker that was started last. */
    public long pid() {
        return started().pid();
    }

    /** Whether the broker runs and has served since its last start. */
    public boolean isReady() {
        Process current = process;
        return current != null && current.isAlive() && readyPid().equals(Long.toString(current.pid()));
    }

    /** The file with the broker's log. */
    public Path log() {
        return directory.resolve("server.log");
    }

    /** Starts the broker on its port and data, and returns when it serves; does nothing if it runs. */
    public void start() {
        if (process != null && process.isAlive()) {
            return;
        }
        for (int attempt = 1; ; attempt++) {
            try {
                launch();
                awaitReady();
                return;
            } catch (IllegalStateException e) {
                if (attempt == ATTEMPTS || !portIsFree || !logTail().contains("Address already in use")) {
                    throw e;
                }
                port = Ports.free();
            }
        }
    }

    /** Kills the broker with signal 9. */
    public void kill() {
        Process current = started();
        current.destroyForcibly();
        awaitEnd(current);
    }

    /** Ends the broker in order and starts it again. */
    public void restart() {
        stop();
        start();
    }

    /** Ends the broker within a few seconds; one without a data directory loses its topics. */
    @Override
    public void close() {
        stop();
        if (temporary) {
            Directories.delete(directory);
        }
    }

    private void launch() {
        try {
            endLeftover();
            Files.deleteIfExists(readyFile());
            writeProperties();
            ProcessBuilder builder =
                    new ProcessBuilder(commandLine()).redirectErrorStream(true).redirectOutput(log().toFile());
            // Not as an argument: the line must stay short enough for servesHere to read it.
            builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
            Process child = builder.start();
            process = child;
            Files.writeString(pidFile(), Long.toString(child.pid()));
        } catch (IOException e) {
            throw new UncheckedIOException("can't start Kafka in " + directory, e);
        }
    }

    private List<String> commandLine() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // Ctrl-C reaches the whole process group: the broker ignores it, and ends in order when its parent does.
        return List.of(
                "/bin/sh",
                "-c",
                "trap '' INT; exec \"$@\"",
                "kafka",
                java,
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=io/millrace/testkit/kafka-server-logback.xml",
                KafkaServer.class.getName(),
                propertiesFile().toString(),
                readyFile().toString());
    }

    private void writeProperties() throws IOException {
        Path data = Directories.create(directory.resolve("data"));
        try (Writer writer = Files.newBufferedWriter(propertiesFile())) {
            new KafkaSettings(port, Ports.free(), data).properties().store(writer, null);
        }
    }

    /** The broker of a process that was killed ends by itself; its data is free only then. */
    private void endLeftover() throws IOException {
        if (!Files.exists(pidFile())) {
            return;
        }
        String recorded = Files.readString(pidFile()).strip();
        if (!recorded.matches("\\d{1,18}")) {
            return;
        }
        ProcessHandle.of(Long.parseLong(recorded)).filter(this::servesHere).ifPresent(leftover -> {
            leftover.destroyForcibly();
            Eventually.holds("the broker left over has ended", () -> !Processes.isRunning(leftover));
        });
    }

    private boolean servesHere(ProcessHandle candidate) {
        return candidate
                .info()
                .arguments()
                .map(Arrays::asList)
                .filter(arguments -> arguments.contains(KafkaServer.class.getName()))
                .filter(arguments -> arguments.contains(propertiesFile().toString()))
                .isPresent();
    }

    private void awaitReady() {
        Process child = started();
        Eventually.holds("Kafka serves, see " + log(), STARTING, () -> isReady() || !child.isAlive());
        if (!child.isAlive()) {
            throw new IllegalStateException("Kafka did not start, its log ends with:\n" + logTail());
        }
    }

    private void stop() {
        Process current = process;
        if (current == null) {
            return;
        }
        try {
            current.getOutputStream().close();
            if (!current.waitFor(STOPPING_SECONDS, TimeUnit.SECONDS)) {
                current.destroyForcibly();
            }
            Files.deleteIfExists(pidFile());
        } catch (IOException e) {
            current.destroyForcibly();
        } catch (InterruptedException e) {
            current.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        awaitEnd(current);
    }

    private static void awaitEnd(Process ending) {
        Eventually.holds("the broker has ended", () -> !ending.isAlive());
    }

    private Process started() {
        if (process == null) {
            throw new IllegalStateException("Kafka was not started");
        }
        return process;
    }

    private String readyPid() {
        try {
            return Files.readString(readyFile());
        } catch (IOException e) {
            return "";
        }
    }

    private String logTail() {
        try {
            String text = new String(Files.readAllBytes(log()), StandardCharsets.UTF_8);
            return text.substring(Math.max(0, text.length() - 4_000));
        } catch (IOException e) {
            return "";
        }
    }

    private Path propertiesFile() {
        return directory.resolve("server.properties");
    }

    private Path readyFile() {
        return directory.resolve("server.ready");
    }

    private Path pidFile() {
        return directory.resolve("server.pid");
    }

    /** How a broker starts; by default on a free port, without a data directory and with 512 MB of heap. */
    public static final class Builder {

        private @Nullable Path dataDirectory;
        private int port;
        private String heap = "512m";

        private Builder() {}

        /** Keeps topics and offsets here between starts. */
        public Builder dataDirectory(Path directory) {
            this.dataDirectory = directory;
            return this;
        }

        /** The port to listen on, 0 for a free one. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** The heap of the broker's JVM, such as {@code 512m}. */
        public Builder heap(String size) {
            this.heap = size;
            return this;
        }

        /** The broker, not started yet. */
        public EmbeddedKafka build() {
            return new EmbeddedKafka(this);
        }

        public EmbeddedKafka start() {
            EmbeddedKafka server = build();
            server.start();
            if (server.temporary) {
                Runtime.getRuntime().addShutdownHook(new Thread(server::close, "millrace-kafka-end"));
            }
            return server;
        }
    }

    private static final class Shared {
        private static final EmbeddedKafka SERVER = builder().start();
    }
}
