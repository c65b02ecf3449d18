package io.millrace.marketplace.gateway.services;

/** A service said no, with a problem detail: a rule forbids it, or it does not know what was asked for. */
public final class ServiceRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    public ServiceRefusal(int status, String detail) {
        super(detail);
        this.status = status;
    }

    public int status() {
        return status;
    }

    /** The service's own sentence. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
