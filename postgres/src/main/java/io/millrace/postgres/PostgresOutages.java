package io.millrace.postgres;

import io.millrace.work.Outages;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells an outage of the database by the SQL state, at any depth of the cause: lost connections (08), transactions
 * that have to be repeated (40), exhausted resources (53), operators at work (57), locks that were not to be had
 * (55P03), and pools that gave up waiting.
 */
public final class PostgresOutages implements Outages {

    private static final Set<String> CLASSES = Set.of("08", "40", "53", "57");
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final int DEEPEST = 100;

    @Override
    public boolean isOutage(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof SQLTransientConnectionException
                    || (cause instanceof SQLException error && isOutage(error.getSQLState()))) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isOutage(@Nullable String state) {
        return state != null
                && state.length() == 5
                && (CLASSES.contains(state.substring(0, 2)) || state.equals(LOCK_NOT_AVAILABLE));
    }
}
