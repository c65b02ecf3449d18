package io.millrace.saga;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/** The sagas whose local step has lost its transaction in this process, the last thousand. Safe for use by many threads. */
final class LostTransactions {

    private static final int MOST = 1_000;

    private final Set<UUID> sagas = new LinkedHashSet<>();

    /** Returns whether it is the first time. */
    synchronized boolean add(UUID saga) {
        boolean first = sagas.add(saga);
        if (sagas.size() > MOST) {
            Iterator<UUID> oldest = sagas.iterator();
            oldest.next();
            oldest.remove();
        }
        return first;
    }

    synchronized boolean contains(UUID saga) {
        return sagas.contains(saga);
    }

    synchronized void remove(UUID saga) {
        sagas.remove(saga);
    }
}
