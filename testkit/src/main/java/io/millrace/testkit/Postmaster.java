package io.millrace.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The server process of a data directory, as its {@code postmaster.pid} names it. */
record Postmaster(Path dataDirectory) {

    /** No process ever has this id, so PostgreSQL takes a file that names it for a crashed server's. */
    private static final String NOBODY = Integer.toString(Integer.MAX_VALUE - 1);

    /** The running server, if there is one; a process that got the number of a dead server does not count. */
    Optional<ProcessHandle> process() {
        return recordedPid()
                .flatMap(ProcessHandle::of)
                .filter(Processes::isRunning)
                .filter(this::servesHere);
    }

    /** Kills the server and all its processes, as a crash would. */
    void kill() {
        process().ifPresent(postmaster -> {
            List<ProcessHandle> all = new ArrayList<>(postmaster.descendants().toList());
            all.addFirst(postmaster);
            all.forEach(ProcessHandle::destroyForcibly);
            Eventually.holds("the killed server has ended", Duration.ofSeconds(20), () -> all.stream()
                    .noneMatch(Processes::isRunning));
        });
    }

    /** Makes a file left by a crash harmless whose process id belongs to somebody else by now. */
    void disownStalePid() {
        if (process().isPresent() || recordedPid().flatMap(ProcessHandle::of).isEmpty()) {
            return;
        }
        try {
            List<String> lines = new ArrayList<>(Files.readAllLines(file()));
            lines.set(0, NOBODY);
            Files.write(file(), lines);
        } catch (IOException e) {
            throw new UncheckedIOException("can't mend " + file(), e);
        }
    }

    private boolean servesHere(ProcessHandle process) {
        boolean isPostgres = process.info()
                .command()
                .map(command -> Path.of(command).endsWith("postgres"))
                .orElse(false);
        boolean here = process.info()
                .arguments()
                .map(arguments -> Arrays.asList(arguments).contains(dataDirectory.toString()))
                .orElse(false);
        return isPostgres && here;
    }

    private Optional<Long> recordedPid() {
        try {
            return Files.readAllLines(file()).stream()
                    .findFirst()
                    .map(String::strip)
                    .map(Long::valueOf);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Path file() {
        return dataDirectory.resolve("postmaster.pid");
    }
}
