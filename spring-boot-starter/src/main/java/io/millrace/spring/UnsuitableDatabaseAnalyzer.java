package io.millrace.spring;

import io.millrace.postgres.UnsuitableDatabaseException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

final class UnsuitableDatabaseAnalyzer extends AbstractFailureAnalyzer<UnsuitableDatabaseException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnsuitableDatabaseException cause) {
        return new FailureAnalysis(
                "Millrace can't work on this database: " + cause.getMessage() + ".",
                "Point spring.datasource.url to a PostgreSQL server of a supported version, with a role that has the"
                        + " rights that Millrace needs.",
                cause);
    }
}
