package io.millrace.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a server keeps its data and its log.
 *
 * @param home holds the log, and the data where it is temporary
 */
record PostgresDirectory(Path home, Path data, boolean temporary) {

    private static final int LONGEST_TAIL = 4_000;

    static PostgresDirectory of(@Nullable Path kept) {
        if (kept == null) {
            Path home = TemporaryDirectories.create("postgres");
            return new PostgresDirectory(home, home.resolve("data"), true);
        }
        try {
            Path home = Directories.create(kept.toAbsolutePath().resolve("..").normalize())
                    .toRealPath();
            return new PostgresDirectory(home, home.resolve(kept.getFileName()), false);
        } catch (IOException e) {
            throw new UncheckedIOException("can't use the directory " + kept, e);
        }
    }

    Path log() {
        return home.resolve(data.getFileName() + ".log");
    }

    /** Makes it ready for a start: creates the cluster, or clears away what a crash left. */
    void prepare(PostgresBinaries binaries) {
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialize(binaries);
            return;
        }
        Postmaster postmaster = new Postmaster(data);
        if (postmaster.process().isPresent()) {
            binaries.command(
                            Duration.ofSeconds(30),
                            "pg_ctl",
                            List.of("stop", "-w", "-t", "10", "-m", "fast", "-D", data.toString()))
                    .run();
            postmaster.kill();
        }
        postmaster.disownStalePid();
    }

    private void initialize(PostgresBinaries binaries) {
        // Under another name until it is whole, for a half-made cluster would look like a finished one.
        Path unfinished = home.resolve(data.getFileName() + ".unfinished");
        Directories.delete(unfinished);
        Command.Outcome outcome = binaries.command(
                        Duration.ofSeconds(90),
                        "initdb",
                        List.of(
                                "--auth=trust",
                                "--username=postgres",
                                "--encoding=UTF8",
                                "--no-locale",
                                "--no-instructions",
                                temporary ? "--no-sync" : "--data-checksums",
                                "--pgdata=" + unfinished))
                .run();
        if (outcome.status() != 0) {
            throw new IllegalStateException("initdb failed:\n" + outcome.output());
        }
        try {
            Files.deleteIfExists(data);
            Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("can't put a new cluster at " + data, e);
        }
    }

    void clearLog() {
        try {
            Files.deleteIfExists(log());
        } catch (IOException e) {
            throw new UncheckedIOException("can't delete " + log(), e);
        }
    }

    String logTail() {
        try {
            String text = new String(Files.readAllBytes(log()), StandardCharsets.UTF_8);
            return text.substring(Math.max(0, text.length() - LONGEST_TAIL));
        } catch (IOException e) {
            return "";
        }
    }

    void delete() {
        Directories.delete(home);
    }
}
