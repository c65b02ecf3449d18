package io.millrace.marketplace.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The servers of a marketplace whose launcher was killed. A process counts only if its command line names the
 * folder, for a process id may belong to somebody else by now.
 */
final class Leftovers {

    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final DataDirectory directory;

    Leftovers(DataDirectory directory) {
        this.directory = directory;
    }

    /** Ends them: PostgreSQL is asked, Kafka ends by itself, and what stays is killed. Returns how many there were. */
    int end() {
        Optional<ProcessHandle> postgres = serverOf(directory.postgres().resolve("postmaster.pid"));
        Optional<ProcessHandle> kafka = serverOf(directory.kafka().resolve("server.pid"));
        postgres.ifPresent(Leftovers::stopFast);
        List<ProcessHandle> all =
                Stream.of(postgres, kafka).flatMap(Optional::stream).toList();
        all.forEach(Leftovers::awaitEnd);
        return all.size();
    }

    private Optional<ProcessHandle> serverOf(Path pidFile) {
        return pidIn(pidFile)
                .flatMap(ProcessHandle::of)
                .filter(Leftovers::isRunning)
                .filter(this::servesHere);
    }

    private boolean servesHere(ProcessHandle process) {
        String folder = directory.path() + "/";
        return process.info().arguments().stream()
                .flatMap(Stream::of)
                .anyMatch(argument -> argument.startsWith(folder));
    }

    private static Optional<Long> pidIn(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .findFirst()
                    .map(String::strip)
                    .map(Long::valueOf);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static void stopFast(ProcessHandle postgres) {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(postgres.pid()))
                    .inheritIO()
                    .start()
                    .waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            postgres.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitEnd(ProcessHandle process) {
        if (endsInTime(process)) {
            return;
        }
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.addFirst(process);
        all.forEach(ProcessHandle::destroyForcibly);
        if (!endsInTime(process)) {
            throw new Refusal("process %d of an earlier run does not end: kill it".formatted(process.pid()));
        }
    }

    private static boolean endsInTime(ProcessHandle process) {
        long start = System.nanoTime();
        while (isRunning(process)) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }

    private static boolean isRunning(ProcessHandle process) {
        // A killed process whose parent has not asked for its status yet is over, but still listed.
        return process.isAlive() && process.info().command().isPresent();
    }
}
