package io.millrace.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the servers do with directories. */
final class Directories {

    private Directories() {}

    static Path create(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("can't create the directory " + directory, e);
        }
    }

    /** Deletes the directory with everything in it, if it exists; what vanishes meanwhile is no failure. */
    static void delete(Path directory) {
        for (Path path : deepestFirst(directory)) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new UncheckedIOException("can't delete " + path, e);
            }
        }
    }

    private static List<Path> deepestFirst(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("can't list " + directory, e);
        }
    }
}
