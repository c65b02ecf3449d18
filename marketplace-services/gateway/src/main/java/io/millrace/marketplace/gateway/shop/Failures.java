package io.millrace.marketplace.gateway.shop;

import io.millrace.marketplace.gateway.http.Problems;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;

/** Every failure's answer: a problem detail under {@code /api}, a page in the visitor's language elsewhere. */
@Controller
@ControllerAdvice
class Failures implements ErrorController {

    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    private final Templates templates;

    Failures(Templates templates) {
        this.templates = templates;
    }

    @ExceptionHandler
    ResponseEntity<?> handle(Exception failure, HttpServletRequest request) {
        ProblemDetail problem = Problems.of(failure);
        if (problem.getStatus() == HttpStatus.INTERNAL_SERVER_ERROR.value()) {
            log.error("{} {} failed", request.getMethod(), request.getRequestURI(), failure);
        }
        HttpHeaders headers = failure instanceof ErrorResponse response ? response.getHeaders() : new HttpHeaders();
        return answer(problem, headers, request.getRequestURI(), request);
    }

    @RequestMapping("/error")
    ResponseEntity<?> dispatched(HttpServletRequest request) {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        HttpStatus status = code instanceof Integer number ? HttpStatus.resolve(number) : HttpStatus.NOT_FOUND;
        ProblemDetail problem = Problems.of(Objects.requireNonNullElse(status, HttpStatus.INTERNAL_SERVER_ERROR));
        return answer(problem, new HttpHeaders(), String.valueOf(path), request);
    }

    private ResponseEntity<?> answer(
            ProblemDetail problem, HttpHeaders headers, String path, HttpServletRequest request) {
        HttpHeaders all = new HttpHeaders(headers);
        if (problem.getStatus() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
            all.set(HttpHeaders.RETRY_AFTER, Problems.RETRY_AFTER_SECONDS);
        }
        if (path.equals("/api") || path.startsWith("/api/")) {
            problem.setInstance(URI.create(path));
            return ResponseEntity.status(problem.getStatus())
                    .headers(all)
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(problem);
        }
        return page(problem, all, request);
    }

    private ResponseEntity<String> page(ProblemDetail problem, HttpHeaders headers, HttpServletRequest request) {
        HttpStatus status = HttpStatus.valueOf(problem.getStatus());
        boolean repeatable =
                status == HttpStatus.SERVICE_UNAVAILABLE && request.getMethod().equals("GET");
        if (repeatable) {
            headers.set("Refresh", Problems.RETRY_AFTER_SECONDS);
        }
        Page page = Page.at("/", request);
        ResponseEntity<String> html = templates.page(status, "failure", Map.of("page", page, "status", status.value()));
        return ResponseEntity.status(status)
                .headers(html.getHeaders())
                .headers(headers)
                .body(Objects.requireNonNull(html.getBody()));
    }
}
