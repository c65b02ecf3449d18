package io.millrace.saga;

import java.util.function.Supplier;

/** A function of the definition failed, and would fail again. */
final class DefinitionException extends RuntimeException {

    private DefinitionException(String what, Throwable cause) {
        super(what + " failed: " + Reason.of(cause), cause);
    }

    /** What the function gives; null counts as failed. */
    static <T> T unless(String what, Supplier<T> function) {
        try {
            T value = function.get();
            if (value == null) {
                throw new IllegalStateException("it gave null");
            }
            return value;
        } catch (DefinitionException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            Fatal.rethrow(e);
            throw new DefinitionException(what, e);
        }
    }
}
