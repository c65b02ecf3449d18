package io.millrace.postgres;

import io.millrace.work.Outages;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells an outage of the database by the SQL state, at any depth of the cause: lost connections (08), transactions
 * that have to be repeated (40), exhausted resources (53), operators at work (57), a failing system (58), locks that
 * were not to be had (55P03), a server that became a standby (25006), and pools that gave up waiting. A statement
 * that was cancelled (57014) is none: one that is too slow each time would be repeated for ever.
 */
public final class PostgresOutages implements Outages {

    private static final Set<String> CLASSES = Set.of("08", "40", "53", "57", "58");
    private static final Set<String> OUTAGES = Set.of("55P03", "25006");
    private static final String CANCELED = "57014";
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
                && !state.equals(CANCELED)
                && (CLASSES.contains(state.substring(0, 2)) || OUTAGES.contains(state));
    }
}
