package io.millrace.marketplace.gateway.invariants;

import io.millrace.marketplace.gateway.services.AuditedService;
import io.millrace.marketplace.gateway.services.AuditedServices;
import io.millrace.marketplace.gateway.services.ServiceRefusal;
import io.millrace.marketplace.gateway.services.ServiceUnavailable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Asks all services at the same time. */
@Component
final class Everyone {

    private final AuditedServices services;

    Everyone(AuditedServices services) {
        this.services = services;
    }

    /** {@code ServiceUnavailable} where one of them does not answer. */
    <T> Answers<T> answers(Function<AuditedService, T> question) {
        try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<AuditedService, Future<T>> asked = new LinkedHashMap<>();
            services.all().forEach(service -> asked.put(service, calls.submit(() -> question.apply(service))));
            Map<AuditedService, T> answers = new LinkedHashMap<>();
            asked.forEach((service, answer) -> answers.put(service, await(answer)));
            return new Answers<>(answers);
        }
    }

    private static <T> T await(Future<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case ServiceUnavailable unavailable -> new ServiceUnavailable(unavailable.getMessage(), e);
                case ServiceRefusal refusal -> new ServiceUnavailable("A service can't say what is in its books.", e);
                case null, default -> new IllegalStateException(e);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceUnavailable("The comparison was interrupted.", e);
        }
    }
}
