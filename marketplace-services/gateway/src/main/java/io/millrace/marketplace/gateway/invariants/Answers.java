package io.millrace.marketplace.gateway.invariants;

import io.millrace.marketplace.gateway.services.AuditedService;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What each service answered to the same question. */
record Answers<T>(Map<AuditedService, T> byService) {

    T of(AuditedService service) {
        return Objects.requireNonNull(byService.get(service), "every service was asked");
    }

    Stream<T> all() {
        return byService.values().stream();
    }
}
