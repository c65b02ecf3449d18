package io.millrace.testkit;

/** What the servers ask about processes. */
final class Processes {

    private Processes() {}

    /** Whether it runs: a process that is over and whose parent has not asked for its status yet does not. */
    static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }
}
