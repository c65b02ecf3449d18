package io.millrace.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

final class MissingEventTypesAnalyzer extends AbstractFailureAnalyzer<MissingEventTypesException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MissingEventTypesException cause) {
        return new FailureAnalysis(
                "Millrace reads and writes only the events that an EventTypes bean lists, and there is none.",
                """
                Add the bean to a configuration class, with your event records or the sealed interfaces over them:

                    @Bean
                    EventTypes eventTypes() {
                        return EventTypes.of(OrderEvent.class);
                    }""",
                cause);
    }
}
