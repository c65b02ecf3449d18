package io.millrace.marketplace.gateway.http;

import io.millrace.marketplace.gateway.services.ServiceRefusal;
import io.millrace.marketplace.gateway.services.ServiceUnavailable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;
import org.springframework.web.client.ResourceAccessException;

/** Failures as RFC 9457 problem details, each with a sentence that says what to do. */
public final class Problems {

    /** How long a client should wait for a service that is not up, as a Retry-After value. */
    public static final String RETRY_AFTER_SECONDS = "2";

    private Problems() {}

    /** The problem a failure stands for; an unforeseen one is an internal error without its message. */
    public static ProblemDetail of(Throwable failure) {
        return switch (failure) {
            case ErrorResponse response -> response.getBody();
            case TypeMismatchException mismatch -> of(HttpStatus.NOT_FOUND);
            case ServiceRefusal refusal -> ofRefusal(refusal);
            case ServiceUnavailable unavailable -> of(HttpStatus.SERVICE_UNAVAILABLE);
            case ResourceAccessException unreachable -> ofUnreachable(unreachable);
            case IOException unreachable -> ofUnreachable(unreachable);
            default -> of(HttpStatus.INTERNAL_SERVER_ERROR);
        };
    }

    /** A problem with the status's own sentence. */
    public static ProblemDetail of(HttpStatus status) {
        return of(status, null);
    }

    /** A problem with a given sentence, or with the status's own where there is none. */
    public static ProblemDetail of(HttpStatus status, @Nullable String detail) {
        return ProblemDetail.forStatusAndDetail(status, detail == null || detail.isBlank() ? sentence(status) : detail);
    }

    private static ProblemDetail ofRefusal(ServiceRefusal refusal) {
        HttpStatus status = HttpStatus.resolve(refusal.status());
        return of(status == null ? HttpStatus.BAD_GATEWAY : status, refusal.detail());
    }

    private static ProblemDetail ofUnreachable(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
                return of(HttpStatus.SERVICE_UNAVAILABLE);
            }
            if (cause instanceof HttpTimeoutException) {
                return of(HttpStatus.GATEWAY_TIMEOUT);
            }
        }
        return of(HttpStatus.BAD_GATEWAY);
    }

    private static String sentence(HttpStatus status) {
        return switch (status) {
            case BAD_REQUEST -> "The request is not valid HTTP for this server; check its path, headers and body.";
            case FORBIDDEN -> "The request came from another site; use the shop's own pages.";
            case NOT_FOUND ->
                "There is nothing at this address; the API's paths begin with /api/products, "
                        + "/api/orders and /api/mailbox.";
            case METHOD_NOT_ALLOWED ->
                "This address does not support the method; the Allow header names those it does.";
            case CONTENT_TOO_LARGE -> "The body is larger than 1 MiB, which is the most this gateway accepts.";
            case BAD_GATEWAY ->
                "The service behind this address broke off its answer; read the state before repeating.";
            case SERVICE_UNAVAILABLE ->
                "The service behind this address is not up yet; try again in " + RETRY_AFTER_SECONDS + " seconds.";
            case GATEWAY_TIMEOUT ->
                "The service behind this address took too long; whether it acted is not known, "
                        + "so repeat with the same Idempotency-Key.";
            case INTERNAL_SERVER_ERROR -> "Something failed here that should not; the server's log has the cause.";
            default -> Objects.requireNonNull(status.getReasonPhrase()) + ".";
        };
    }
}
