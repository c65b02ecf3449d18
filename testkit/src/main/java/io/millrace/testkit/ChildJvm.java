package io.millrace.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * A main class of the test class path in a JVM of its own, to be crashed or suspended.
 *
 * <p>Its output is collected line by line. It ends with this JVM at the latest.
 */
public final class ChildJvm implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private ChildJvm(Process process) {
        this.process = process;
        Thread.ofPlatform().daemon().name("child-" + process.pid()).start(this::collect);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "child-end-" + process.pid()));
    }

    public static Builder of(Class<?> main) {
        return new Builder(main);
    }

    /** For a child's main method that has nothing to do but to be killed. */
    public static void waitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public long pid() {
        return process.pid();
    }

    /** What it has printed so far, to standard output and standard error. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits until it prints a line with the text, and returns that line; fails if it ends before. */
    public String awaitLine(String text) {
        Eventually.holds("the child prints '" + text + "'", PATIENCE, () -> find(text) || !process.isAlive());
        Eventually.holds("'" + text + "' is in " + lines, Duration.ofSeconds(1), () -> find(text));
        return lines.stream().filter(line -> line.contains(text)).findFirst().orElseThrow();
    }

    private boolean find(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }

    /** Waits for its end and returns its exit status. */
    public int awaitExit(Duration atMost) {
        Eventually.holds("the child ends; it printed " + lines, atMost, () -> !process.isAlive());
        return process.exitValue();
    }

    /** Ends it with signal 9 and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(PATIENCE);
    }

    /** Stops it where it stands, as a long pause of the machine would. */
    public void suspend() {
        signal("-STOP");
    }

    public void resume() {
        signal("-CONT");
    }

    private void signal(String name) {
        Command.Outcome outcome =
                new Command(List.of("kill", name, Long.toString(process.pid())), Duration.ofSeconds(10)).run();
        if (outcome.status() != 0) {
            throw new IllegalStateException("kill " + name + " failed: " + outcome.output());
        }
    }

    private void collect() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("(output ended: " + e.getMessage() + ")");
        }
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        kill();
    }

    /** How a child starts. */
    public static final class Builder {

        private final Class<?> main;
        private final Map<String, String> properties = new LinkedHashMap<>();
        private List<String> arguments = List.of();

        private Builder(Class<?> main) {
            this.main = main;
        }

        /** A system property of the child. */
        public Builder property(String name, String value) {
            properties.put(name, value);
            return this;
        }

        /** Makes the child end itself at the point; see {@link CrashPoint}. */
        public Builder crashAt(String point) {
            return property(CrashPoint.PROPERTY, point);
        }

        public Builder arguments(String... arguments) {
            this.arguments = List.of(arguments);
            return this;
        }

        public ChildJvm start() {
            try {
                return new ChildJvm(
                        new ProcessBuilder(line()).redirectErrorStream(true).start());
            } catch (IOException e) {
                throw new UncheckedIOException("can't start a JVM", e);
            }
        }

        private List<String> line() {
            List<String> line = new ArrayList<>();
            line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            line.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
            line.addAll(List.of("-cp", System.getProperty("java.class.path")));
            properties.forEach((name, value) -> line.add("-D" + name + "=" + value));
            line.add(main.getName());
            line.addAll(arguments);
            return line;
        }
    }
}
