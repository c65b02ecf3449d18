package io.millrace.marketplace.gateway.services;

/** A service said no, with a problem detail: a rule forbids it, or it does not know what was asked for. */
public final class ServiceRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String orderStatus;

    ServiceRefusal(int status, String detail, String orderStatus) {
        super(detail);
        this.status = status;
        this.orderStatus = orderStatus;
    }

    public int status() {
        return status;
    }

    /** The order's status that stands in the way; empty where the refusal has another reason. */
    public String orderStatus() {
        return orderStatus;
    }

    /** The service's own sentence. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
