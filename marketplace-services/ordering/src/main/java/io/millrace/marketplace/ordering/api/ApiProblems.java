package io.millrace.marketplace.ordering.api;

import io.millrace.marketplace.ordering.catalogue.EmptyCatalogueException;
import io.millrace.marketplace.ordering.catalogue.UnknownProductException;
import io.millrace.marketplace.ordering.order.OrderNotFoundException;
import io.millrace.marketplace.ordering.order.OrderPlacedDifferentlyException;
import io.millrace.marketplace.ordering.order.OrderRuleException;
import io.millrace.store.VersionConflictException;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What this service has words of its own for. */
@RestControllerAdvice
@Order(0)
final class ApiProblems {

    @ExceptionHandler
    ProblemDetail unknownProduct(UnknownProductException e) {
        ProblemDetail problem = problem(HttpStatus.UNPROCESSABLE_CONTENT, e);
        problem.setProperty("sku", e.sku());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail forbiddenByRule(OrderRuleException e) {
        ProblemDetail problem = problem(HttpStatus.CONFLICT, e);
        problem.setProperty("orderStatus", e.status());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail notFound(OrderNotFoundException e) {
        return problem(HttpStatus.NOT_FOUND, e);
    }

    @ExceptionHandler
    ProblemDetail keyUsedBefore(OrderPlacedDifferentlyException e) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "This %s was used before, for another order: take a new key for a new order."
                        .formatted(IdempotencyKey.HEADER));
    }

    @ExceptionHandler
    ProblemDetail tooBusy(VersionConflictException e) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.CONFLICT, "Others changed this order at the same moment; look at it and try again.");
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> noPrices(EmptyCatalogueException e) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "2")
                .body(problem(HttpStatus.SERVICE_UNAVAILABLE, e));
    }

    @ExceptionHandler
    ProblemDetail unreadable(HttpMessageNotReadableException e) {
        UnreadableBody unreadable = UnreadableBody.causedBy(e);
        return ProblemDetail.forStatusAndDetail(unreadable.status(), unreadable.sentence());
    }

    private static ProblemDetail problem(HttpStatus status, Exception e) {
        return ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage()));
    }
}
