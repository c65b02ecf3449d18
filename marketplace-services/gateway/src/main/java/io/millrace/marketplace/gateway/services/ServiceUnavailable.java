package io.millrace.marketplace.gateway.services;

/** A service could not be reached or could not answer now; whether it acted is unknown. Its message is a sentence. */
public final class ServiceUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ServiceUnavailable(String message) {
        super(message);
    }

    public ServiceUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
