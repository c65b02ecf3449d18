package io.millrace.marketplace.payment.processor;

/** What is asked under this key was undone, perhaps before it was asked. */
public final class VoidKeyException extends RuntimeException {

    VoidKeyException(String key) {
        super("the card processor does nothing under the key %s any more".formatted(key));
    }
}
