package io.millrace.spring;

import java.util.List;

/** Things of one kind that run while the application does. */
interface Runners {

    /** Starts them all, without waiting for anything; the result is to be closed when the application stops. */
    List<AutoCloseable> start();

    /** How they stand; empty while they do not run. */
    List<RunnerStatus> statuses();
}
