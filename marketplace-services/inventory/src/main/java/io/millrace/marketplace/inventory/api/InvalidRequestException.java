package io.millrace.marketplace.inventory.api;

/** The request can't be meant like this; the message says what is wrong and what would be right. */
final class InvalidRequestException extends RuntimeException {

    private final String field;

    InvalidRequestException(String field, String message) {
        super(message);
        this.field = field;
    }

    /** The parameter at fault. */
    String field() {
        return field;
    }
}
