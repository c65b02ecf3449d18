package io.millrace.saga;

/** Which way a step runs. */
public enum Direction {
    FORWARD,
    COMPENSATE
}
