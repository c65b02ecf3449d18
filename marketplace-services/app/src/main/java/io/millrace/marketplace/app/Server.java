package io.millrace.marketplace.app;

/** A server that the marketplace starts for its services. */
interface Server extends AutoCloseable {

    /** Ends it at once. */
    void kill();

    /** Ends it in order, within a few seconds. */
    @Override
    void close();
}
