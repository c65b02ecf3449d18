package io.millrace.marketplace.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder that keeps everything between runs. One marketplace at a time has it; a lock of the system says which. */
public final class DataDirectory implements AutoCloseable {

    private static final String MARKER = ".marketplace";
    private static final List<String> OURS = List.of("postgres", "kafka", "logs", Connections.FILE);

    private final Path path;
    private final FileChannel channel;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Makes the folder if it is not there, and takes it for this process.
     *
     * @throws Refusal if a running marketplace has it, it can't be written, or somebody else's files are in it
     */
    public static DataDirectory take(Path directory) {
        try {
            Files.createDirectories(directory);
            Path path = directory.toRealPath();
            requireOurs(path);
            FileChannel channel =
                    FileChannel.open(path.resolve(MARKER), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new Refusal(
                        "%s is in use by a running marketplace%s: stop that one, or name another folder with --data"
                                .formatted(path, Connections.launcherOf(path)));
            }
            return new DataDirectory(path, channel);
        } catch (FileAlreadyExistsException e) {
            throw new Refusal("%s is not a folder: name another with --data".formatted(e.getFile()), e);
        } catch (IOException e) {
            throw new Refusal("%s can't be written (%s): name another folder with --data".formatted(directory, e), e);
        }
    }

    private static void requireOurs(Path path) throws IOException {
        if (Files.exists(path.resolve(MARKER))) {
            return;
        }
        try (Stream<Path> content = Files.list(path)) {
            if (content.findAny().isPresent()) {
                throw new Refusal(
                        "%s was not made by the marketplace, and it is not empty: name another folder with --data"
                                .formatted(path));
            }
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    public Path path() {
        return path;
    }

    Path postgres() {
        return path.resolve("postgres").resolve("data");
    }

    Path kafka() {
        return path.resolve("kafka");
    }

    Path logFile() {
        return path.resolve("logs").resolve("marketplace.log");
    }

    /** Deletes what marketplaces have put into it. */
    void startOver() {
        try {
            for (String name : OURS) {
                delete(path.resolve(name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't delete the data in " + path, e);
        }
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> content = Files.walk(tree)) {
            for (Path each : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** Lets another marketplace have it. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("can't give up " + path, e);
        }
    }
}
