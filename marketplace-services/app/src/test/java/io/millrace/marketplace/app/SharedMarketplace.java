package io.millrace.marketplace.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The marketplace that the tests of this JVM share; it ends with the JVM. */
final class SharedMarketplace {

    private static final Marketplace RUNNING = start();

    private SharedMarketplace() {}

    static Marketplace running() {
        return RUNNING;
    }

    static Shop shop() {
        return new Shop(RUNNING.url());
    }

    private static Marketplace start() {
        try {
            Path directory = Files.createTempDirectory("marketplace");
            Marketplace marketplace = Marketplace.start(directory, Settings.defaults());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(marketplace, directory)));
            return marketplace;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(Marketplace marketplace, Path directory) {
        marketplace.close();
        try (DataDirectory data = DataDirectory.take(directory)) {
            data.startOver();
            Files.delete(directory.resolve(".marketplace"));
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
