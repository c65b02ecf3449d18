package io.millrace.marketplace.ordering.api;

import io.millrace.marketplace.ordering.catalogue.EmptyCatalogueException;
import io.millrace.marketplace.ordering.catalogue.UnknownProductException;
import io.millrace.marketplace.ordering.order.OrderNotFoundException;
import io.millrace.marketplace.ordering.order.OrderPlacedDifferentlyException;
import io.millrace.marketplace.ordering.order.OrderRuleException;
import io.millrace.store.VersionConflictException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Says in an RFC 9457 problem detail why a request was not fulfilled, in words for the client. */
@RestControllerAdvice
final class ApiProblems extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ApiProblems.class);

    @ExceptionHandler
    ProblemDetail invalid(InvalidRequestException e) {
        ProblemDetail problem = problem(HttpStatus.BAD_REQUEST, e);
        problem.setProperty("field", e.field());
        return problem;
    }

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
        return notNow(String.valueOf(e.getMessage()));
    }

    @ExceptionHandler({DataAccessResourceFailureException.class, CannotCreateTransactionException.class})
    ResponseEntity<ProblemDetail> noDatabase(Exception e) {
        log.warn("no connection to the database: {}", e.toString());
        return notNow("The database does not answer just now; try again in a moment.");
    }

    @ExceptionHandler
    ProblemDetail unexpected(Exception e) {
        log.error("a request failed", e);
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side; the log knows more.");
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        UnreadableBody unreadable = UnreadableBody.causedBy(e);
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(unreadable.status(), unreadable.sentence());
        return handleExceptionInternal(e, problem, headers, unreadable.status(), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String name = e instanceof MethodArgumentTypeMismatchException argument ? argument.getName() : "parameter";
        Class<?> type = e.getRequiredType();
        String wanted = type == null ? "of another kind" : "a " + type.getSimpleName();
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, "'%s' must be %s.".formatted(name, wanted));
        return handleExceptionInternal(e, problem, headers, status, request);
    }

    private static ResponseEntity<ProblemDetail> notNow(String sentence) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "2")
                .body(ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, sentence));
    }

    private static ProblemDetail problem(HttpStatus status, Exception e) {
        return ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage()));
    }
}
