package io.millrace.work;

import java.util.StringJoiner;

/**
 * What a log may say of a failure: the classes of its causes, and their codes. Messages are left out, for they
 * quote data: {@code Key (email)=(kim@example.com) already exists}.
 */
public final class SafeMessage {

    /** A failure with a code that names no data, such as an SQL state. */
    public interface Coded {
        String code();
    }

    private static final int DEEPEST = 10;

    private SafeMessage() {}

    /** Such as {@code DatabaseException 23505 <- PSQLException}. */
    public static String of(Throwable failure) {
        StringJoiner chain = new StringJoiner(" <- ");
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            String name = cause.getClass().getSimpleName();
            chain.add(cause instanceof Coded coded ? name + " " + coded.code() : name);
            cause = cause.getCause();
        }
        return chain.toString();
    }
}
