package io.millrace.spring;

import io.millrace.event.UnknownEventTypeException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A projection, or a mapping to integration events, names an event that the application does not list. */
final class UnknownEventTypeAnalyzer extends AbstractFailureAnalyzer<UnknownEventTypeException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnknownEventTypeException cause) {
        return new FailureAnalysis(
                "A projection or an IntegrationEvents mapping can't work: " + cause.getMessage() + ".",
                "Add the class, or the sealed interface over it, to the EventTypes bean.",
                cause);
    }
}
