package io.millrace.marketplace.app;

import io.millrace.testkit.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The launcher as somebody runs it from a terminal. */
final class CommandLine implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private CommandLine(Process process) {
        this.process = process;
        this.reader =
                Thread.ofPlatform().daemon().name("output-of-the-launcher").start(this::read);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    static CommandLine run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=logback.xml",
                Launcher.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        try {
            return new CommandLine(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("(the output ended: " + e.getMessage() + ")");
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** The shop's address, once the launcher has named it. */
    URI awaitReady() {
        Eventually.holds("the marketplace is ready: " + lines, PATIENCE, () -> readyLines()
                .findAny()
                .isPresent());
        return URI.create(readyLines().findFirst().orElseThrow().replaceFirst(".* s: ", ""));
    }

    private Stream<String> readyLines() {
        return lines.stream().filter(line -> line.matches("Marketplace ready in \\d+ s: http://localhost:\\d+/"));
    }

    void terminate() {
        process.destroy();
    }

    void kill() {
        process.destroyForcibly();
        awaitExit(PATIENCE);
    }

    int awaitExit(Duration atMost) {
        Eventually.holds("the launcher ends: " + lines, atMost, () -> !process.isAlive());
        try {
            reader.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return process.exitValue();
    }

    int awaitExit() {
        return awaitExit(PATIENCE);
    }

    @Override
    public void close() {
        process.destroy();
        awaitExit();
    }
}
