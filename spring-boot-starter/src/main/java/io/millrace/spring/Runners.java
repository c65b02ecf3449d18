package io.millrace.spring;

import java.util.List;

/** Things of one kind that run while the application does. */
interface Runners {

    /** What they are called, whether they run or not. */
    List<RunnerName> names();

    /** Starts them all, without waiting for anything; the result is to be closed when the application stops. */
    List<AutoCloseable> start();

    /** How they stand; empty before they were started. */
    List<RunnerStatus> statuses();
}
