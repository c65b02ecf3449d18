package io.millrace.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end, with a deadline. */
record Command(List<String> line, Duration atMost) {

    /** What a program left: its exit status, and what it printed. */
    record Outcome(int status, String output) {}

    Outcome run() {
        try {
            // A file takes the output, for a server that the program leaves behind may keep a pipe open.
            Path output = Files.createTempFile("millrace-command", ".out");
            try {
                return run(output);
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't run " + line.getFirst() + ": " + e.getMessage(), e);
        }
    }

    private Outcome run(Path output) throws IOException {
        Process process = new ProcessBuilder(line)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(line.getFirst() + " did not end within " + atMost);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + line.getFirst() + " ran", e);
        }
        return new Outcome(process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
    }
}
