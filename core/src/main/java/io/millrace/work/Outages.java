package io.millrace.work;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;

/**
 * Tells an outage, which passes by itself and is no fault of the message at hand, from a failure of the work.
 * Work that met an outage is repeated for as long as it takes and never parked.
 */
@FunctionalInterface
public interface Outages {

    boolean isOutage(Throwable failure);

    /** Only what was declared so by throwing {@link TransientFailureException}, at any depth of the cause. */
    static Outages declared() {
        return failure -> {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof TransientFailureException) {
                    return true;
                }
            }
            return false;
        };
    }

    /** What was {@link #declared}, and what a connection to another server fails with, at any depth of the cause. */
    static Outages defaults() {
        return declared().or(failure -> {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof SocketException
                        || cause instanceof SocketTimeoutException
                        || cause instanceof UnknownHostException
                        || cause instanceof HttpConnectTimeoutException) {
                    return true;
                }
            }
            return false;
        });
    }

    default Outages or(Outages other) {
        return failure -> isOutage(failure) || other.isOutage(failure);
    }
}
