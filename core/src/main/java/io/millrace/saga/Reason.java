package io.millrace.saga;

/** Texts that are stored with a saga, for people; none is endless. */
final class Reason {

    private static final int LONGEST = 1_000;

    private Reason() {}

    static String of(Throwable failure) {
        String type = failure.getClass().getName();
        return cut(failure.getMessage() == null ? type : type + ": " + failure.getMessage());
    }

    static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
