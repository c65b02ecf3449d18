package io.millrace.operations;

/** There is no dead letter of that number. */
public class NoSuchLetterException extends RuntimeException {

    NoSuchLetterException(long number) {
        super("there is no dead letter %d: list them to see their numbers".formatted(number));
    }
}
