package io.millrace.benchmarks.harness;

/** A figure of Millrace and its raw limit, on the same servers and connections; each call measures once. */
public interface Contest extends AutoCloseable {

    double figure() throws Exception;

    double limit() throws Exception;

    /** What else is to be known of the measurements made so far, for people; may be empty. */
    default String note() {
        return "";
    }

    @Override
    default void close() {}
}
