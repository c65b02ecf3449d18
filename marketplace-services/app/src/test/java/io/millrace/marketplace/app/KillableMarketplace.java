package io.millrace.marketplace.app;

import io.millrace.testkit.ChildJvm;
import io.millrace.testkit.Eventually;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The marketplace in a process of its own, which can be killed and started again on the same data. */
final class KillableMarketplace implements AutoCloseable {

    private static final Duration TO_START = Duration.ofMinutes(3);
    private static final String READY = "ready http";
    private static final String CARDS_ANSWER_WITHIN_SECONDS = "1";

    private final Path data;
    private final ChildJvm.Builder child;
    private ChildJvm running;
    private MarketplaceTables tables;
    private volatile @Nullable Shop shop;

    KillableMarketplace(Path data, int mailPort, Checkout checkout) {
        this.data = data;
        this.child = ChildJvm.of(CrashingMarketplace.class)
                .arguments(
                        data.toString(),
                        Integer.toString(mailPort),
                        checkout.name().toLowerCase(Locale.ROOT),
                        CARDS_ANSWER_WITHIN_SECONDS);
        this.running = child.start();
        this.tables = awaitReady();
    }

    private MarketplaceTables awaitReady() {
        Eventually.holds("the marketplace is ready", TO_START, () -> running.lines().stream()
                .anyMatch(line -> line.startsWith(READY)));
        shop = new Shop(URI.create(running.awaitLine(READY).substring("ready ".length())));
        return MarketplaceTables.at(connection("postgres.jdbc-url"));
    }

    void killAndStart() {
        shop = null;
        running.kill();
        tables.close();
        running = child.start();
        tables = awaitReady();
    }

    /** Fails while it is not ready. Safe for use by many threads. */
    Shop shop() {
        Shop open = shop;
        if (open == null) {
            throw new IllegalStateException("the marketplace is not ready");
        }
        return open;
    }

    MarketplaceTables tables() {
        return tables;
    }

    Topics topics() {
        return new Topics(connection("kafka.bootstrap-servers"));
    }

    private String connection(String name) {
        Properties connections = new Properties();
        try (Reader file = Files.newBufferedReader(data.resolve(Connections.FILE))) {
            connections.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return connections.getProperty(name);
    }

    @Override
    public void close() {
        tables.close();
        running.close();
        try (DataDirectory directory = DataDirectory.take(data)) {
            new Leftovers(directory).end();
        }
    }
}
