package io.millrace.marketplace.app;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The marketplace's command. Says in one line why it refuses (exit status 2, nothing was started) or failed (1);
 * ends in order on a signal.
 */
public final class Launcher {

    private static final int FAILED = 1;
    private static final int REFUSED = 2;

    private final Console console = new Console();
    private final Options options;

    private Launcher(Options options) {
        this.options = options;
    }

    public static void main(String[] arguments) throws InterruptedException {
        try {
            Path directory = Path.of(System.getProperty("marketplace.directory", ""));
            new Launcher(Options.parse(List.of(arguments), directory)).run();
        } catch (Refusal refusal) {
            System.err.println("marketplace: " + refusal.getMessage());
            System.exit(REFUSED);
        }
    }

    private void run() throws InterruptedException {
        DataDirectory directory = DataDirectory.take(options.data());
        if (new Leftovers(directory).end() > 0) {
            console.say("Ended the servers that an earlier run had left behind");
        }
        options.ports().requireUsable();
        options.broker().requireReachable();
        if (options.fresh()) {
            directory.startOver();
        }
        logInto(directory);
        start(directory);
        new CountDownLatch(1).await();
    }

    /** Before the first logger is made. */
    private static void logInto(DataDirectory directory) {
        System.setProperty("marketplace.log", directory.logFile().toString());
        LoggerFactory.getLogger(Launcher.class).info("Starting with {}", directory.path());
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    private void start(DataDirectory directory) {
        Marketplace marketplace = new Marketplace(directory, settings(), console::say);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(marketplace), "stop"));
        try {
            marketplace.start();
            console.ready(marketplace, directory, startedAt());
        } catch (RuntimeException | LinkageError e) {
            LoggerFactory.getLogger(Launcher.class).error("The marketplace did not start", e);
            console.failed(e, directory);
            System.exit(FAILED);
        }
    }

    private Settings settings() {
        return Settings.defaults()
                .ports(options.ports())
                .mailServer(options.mailServer())
                .broker(options.broker())
                .checkout(options.checkout())
                .restartKafkaAfter(restartKafkaAfter())
                .shoppers(options.shoppers());
    }

    private void stop(Marketplace marketplace) {
        console.say("Stopping ...");
        marketplace.close();
        console.say("Stopped");
    }

    private static Duration restartKafkaAfter() {
        Duration usual = Settings.defaults().restartKafkaAfter();
        return Duration.parse(System.getProperty("marketplace.kafka.restart-after", usual.toString()));
    }

    /** When the command was given: building comes before this process. */
    private static Instant startedAt() {
        String seconds = System.getProperty("marketplace.started");
        return seconds == null
                ? ProcessHandle.current().info().startInstant().orElseGet(Instant::now)
                : Instant.ofEpochSecond(Long.parseLong(seconds));
    }
}
