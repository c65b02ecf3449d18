package io.millrace.deadletter;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/**
 * Why a message could not be handled.
 *
 * @param fingerprint groups failures of one cause: the class and the first frame outside JDK and libraries
 */
public record Failure(String errorClass, String message, String stack, String fingerprint) {

    private static final int LONGEST_STACK = 16_000;
    private static final int LONGEST_MESSAGE = 2_000;

    public static Failure of(Throwable cause) {
        StringWriter stack = new StringWriter();
        cause.printStackTrace(new PrintWriter(stack));
        String errorClass = cause.getClass().getName();
        return new Failure(
                errorClass,
                cut(String.valueOf(cause.getMessage()), LONGEST_MESSAGE),
                cut(stack.toString(), LONGEST_STACK),
                errorClass + "@" + firstFrame(cause));
    }

    private static String firstFrame(Throwable cause) {
        return Arrays.stream(cause.getStackTrace())
                .filter(frame -> !frame.getClassName().startsWith("java.")
                        && !frame.getClassName().startsWith("jdk.")
                        && !frame.getClassName().startsWith("tools.jackson."))
                .findFirst()
                .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                .orElse("unknown");
    }

    private static String cut(String text, int longest) {
        String printable = text.replace("\u0000", "");
        return printable.length() <= longest ? printable : printable.substring(0, longest);
    }
}
