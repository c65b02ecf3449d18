package io.millrace.outbox;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The broker will never take this message: too large, no such topic, not authorised. */
public class PublishRefusedException extends RuntimeException {

    public PublishRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The refusal that the publication ended with, if it did. */
    static Optional<PublishRefusedException> in(CompletableFuture<?> outcome) {
        if (!outcome.isCompletedExceptionally() || outcome.isCancelled()) {
            return Optional.empty();
        }
        Throwable failure = outcome.exceptionNow();
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof PublishRefusedException refusal ? Optional.of(refusal) : Optional.empty();
    }
}
