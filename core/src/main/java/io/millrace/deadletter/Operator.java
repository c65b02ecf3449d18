package io.millrace.deadletter;

/** Who does something, and why; it is recorded. */
public record Operator(String actor, String reason) {

    public Operator {
        require(actor, "who does it");
        require(reason, "why");
    }

    private static void require(String text, String what) {
        if (text.isBlank() || text.length() > 1_000 || text.indexOf('\u0000') >= 0) {
            throw new IllegalArgumentException("say " + what + ", in 1 to 1000 characters: it is recorded");
        }
    }
}
