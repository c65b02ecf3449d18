package io.millrace.marketplace.payment.api;

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
    ProblemDetail unknown(UnknownPaymentException e) {
        return problem(HttpStatus.NOT_FOUND, String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> noDatabase(DataAccessResourceFailureException e) {
        log.warn("no connection to the database: {}", e.toString());
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "1")
                .body(problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "The database does not answer just now; try again in a moment."));
    }

    @ExceptionHandler
    ProblemDetail unexpected(Exception e) {
        log.error("a request failed", e);
        return problem(HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side; the log knows more.");
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String name = e instanceof MethodArgumentTypeMismatchException argument ? argument.getName() : "parameter";
        Class<?> type = e.getRequiredType();
        String wanted = type == null ? "of another kind" : "a " + type.getSimpleName();
        ProblemDetail problem = problem(HttpStatus.BAD_REQUEST, "'%s' must be %s.".formatted(name, wanted));
        return handleExceptionInternal(e, problem, headers, HttpStatus.BAD_REQUEST, request);
    }

    private static ProblemDetail problem(HttpStatus status, String sentence) {
        return ProblemDetail.forStatusAndDetail(status, sentence);
    }
}
