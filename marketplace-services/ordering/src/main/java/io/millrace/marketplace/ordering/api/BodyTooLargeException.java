package io.millrace.marketplace.ordering.api;

import java.io.IOException;

/** A request went on after the longest body that is taken. */
final class BodyTooLargeException extends IOException {

    BodyTooLargeException(long longest) {
        super("The body is longer than the %d bytes allowed.".formatted(longest));
    }
}
