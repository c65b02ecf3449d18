package io.millrace.marketplace.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A marketplace with a folder that goes with it. */
record TemporaryMarketplace(Marketplace running, Path directory) implements AutoCloseable {

    static TemporaryMarketplace start(Settings settings) {
        try {
            Path directory = Files.createTempDirectory("marketplace");
            return new TemporaryMarketplace(Marketplace.start(directory, settings), directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        running.close();
        try (DataDirectory data = DataDirectory.take(directory)) {
            data.startOver();
            Files.delete(directory.resolve(".marketplace"));
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
