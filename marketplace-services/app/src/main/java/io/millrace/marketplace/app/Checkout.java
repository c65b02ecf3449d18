package io.millrace.marketplace.app;

/** Who sees to it that a placed order is supplied and paid. */
public enum Checkout {

    /** A saga of ordering's, by commands. */
    ORCHESTRATED,

    /** Nobody: services react to each other's events. */
    CHOREOGRAPHED;

    static Checkout named(String name) {
        return switch (name) {
            case "orchestrated" -> ORCHESTRATED;
            case "choreographed" -> CHOREOGRAPHED;
            default -> throw new Refusal("--checkout takes orchestrated or choreographed, not '%s'".formatted(name));
        };
    }

    /** What tells the services. */
    String setting() {
        return "--marketplace.checkout="
                + switch (this) {
                    case ORCHESTRATED -> "orchestrated";
                    case CHOREOGRAPHED -> "choreographed";
                };
    }
}
