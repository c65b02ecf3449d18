package io.millrace.marketplace.payment.processor;

import io.millrace.work.TransientFailureException;

/** No answer came from the processor: what was asked may have happened, or not. */
public final class ProcessorUnavailableException extends TransientFailureException {

    ProcessorUnavailableException(String message) {
        super(message);
    }

    ProcessorUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
