package io.millrace.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

final class MigrationFailureAnalyzer extends AbstractFailureAnalyzer<MigrationFailedException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MigrationFailedException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Look whether the server at spring.datasource.url runs and takes this user and password. Where a DBA"
                        + " migrates the schema by hand, set millrace.migrate=false.",
                cause);
    }
}
