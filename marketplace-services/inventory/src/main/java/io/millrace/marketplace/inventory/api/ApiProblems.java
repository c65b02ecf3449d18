package io.millrace.marketplace.inventory.api;

import io.millrace.marketplace.inventory.stock.UnknownProductException;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What this service has words of its own for. */
@RestControllerAdvice
@Order(0)
final class ApiProblems {

    @ExceptionHandler
    ProblemDetail unknown(UnknownProductException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, String.valueOf(e.getMessage()));
    }
}
