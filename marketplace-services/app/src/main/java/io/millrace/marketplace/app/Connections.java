package io.millrace.marketplace.app;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The file that names addresses and process ids of a running marketplace, for the tools of others. */
final class Connections {

    static final String FILE = "connections.properties";

    private final Path file;

    Connections(Path directory) {
        this.file = directory.resolve(FILE);
    }

    /** Names the process that a running marketplace's file names, in brackets, or nothing. */
    static String launcherOf(Path directory) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(directory.resolve(FILE))) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            return "";
        }
        String pid = properties.getProperty("launcher.pid");
        return pid == null ? "" : " (process " + pid + ")";
    }

    /** Readers see the old content or the new one, never a part. */
    void write(Map<String, String> content) {
        // Not by Properties.store: it escapes colons, and shell scripts read this too.
        List<String> lines = content.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .sorted()
                .toList();
        Path unfinished = file.resolveSibling(FILE + ".unfinished");
        try {
            Files.write(unfinished, lines);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("can't write " + file, e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("can't delete " + file, e);
        }
    }
}
