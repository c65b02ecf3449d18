package io.millrace.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Directories of servers that live no longer than this process; those of killed processes are cleared away. */
final class TemporaryDirectories {

    private TemporaryDirectories() {}

    /** An empty directory whose name carries this process's id. */
    static synchronized Path create(String purpose) {
        Path root = root();
        sweep(root);
        String prefix = ProcessHandle.current().pid() + "-" + purpose + "-";
        try {
            return Files.createTempDirectory(root, prefix).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("can't create a directory in " + root, e);
        }
    }

    private static Path root() {
        return Directories.create(Path.of(System.getProperty("java.io.tmpdir"))
                .resolve("millrace-servers-" + System.getProperty("user.name")));
    }

    private static void sweep(Path root) {
        abandoned(root).forEach(directory -> {
            new Postmaster(directory.resolve("data")).kill();
            Directories.delete(directory);
        });
    }

    private static List<Path> abandoned(Path root) {
        try (Stream<Path> directories = Files.list(root)) {
            return directories.filter(TemporaryDirectories::isAbandoned).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("can't list " + root, e);
        }
    }

    private static boolean isAbandoned(Path directory) {
        String owner = directory.getFileName().toString().split("-", 2)[0];
        return owner.matches("\\d{1,18}")
                && ProcessHandle.of(Long.parseLong(owner))
                        .filter(Processes::isRunning)
                        .isEmpty();
    }
}
