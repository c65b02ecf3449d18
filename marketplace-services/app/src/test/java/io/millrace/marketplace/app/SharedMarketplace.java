package io.millrace.marketplace.app;

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
        TemporaryMarketplace started = TemporaryMarketplace.start(Settings.defaults());
        Runtime.getRuntime().addShutdownHook(new Thread(started::close));
        return started.running();
    }
}
