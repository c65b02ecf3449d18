package io.millrace.log;

/** A subscription stands at a place of its log that is gone: what it would read next was dropped. */
public class ReclaimedException extends RuntimeException {

    public ReclaimedException(String message) {
        super(message);
    }
}
