package io.millrace.saga;

/** Asks the other side what became of a call. */
@FunctionalInterface
public interface Probe<S, R> {

    /** What the other side knows. */
    sealed interface Finding<R> {}

    /** The call has happened, with this result. */
    record Found<R>(R result) implements Finding<R> {}

    /** The other side has not seen the call; it is made again. */
    record Absent<R>() implements Finding<R> {}

    /** It can't be told now; it is asked again. */
    record Unknown<R>() implements Finding<R> {}

    static <R> Finding<R> found(R result) {
        return new Found<>(result);
    }

    static <R> Finding<R> absent() {
        return new Absent<>();
    }

    static <R> Finding<R> unknown() {
        return new Unknown<>();
    }

    Finding<R> look(S state, Attempt attempt) throws Exception;
}
