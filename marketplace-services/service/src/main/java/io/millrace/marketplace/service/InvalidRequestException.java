package io.millrace.marketplace.service;

/** The request can't be meant like this; the message says what is wrong and what would be right. */
public final class InvalidRequestException extends RuntimeException {

    private final String field;

    public InvalidRequestException(String field, String message) {
        super(message);
        this.field = field;
    }

    /** The field, parameter or header at fault. */
    public String field() {
        return field;
    }
}
