package io.millrace.consumer;

import java.util.List;
import java.util.Set;

/** Handles events of several types, a batch at a time, in one transaction. Safe for use by many threads. */
public interface BatchHandler {

    /** The event classes it handles; all others are skipped before they are decoded. */
    Set<Class<?>> types();

    /** Handles the events in order. If it throws, the whole batch rolls back and is repeated one by one. */
    void handle(List<Received<?>> events) throws Exception;
}
