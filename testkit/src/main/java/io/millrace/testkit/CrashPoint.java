package io.millrace.testkit;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A named place where a process ends at once, as by kill -9, when the system property {@code crash.at} names it.
 *
 * <p>{@code crash.at=relay.after-send} crashes at the first pass, {@code crash.at=relay.after-send:3} at the third.
 * A crash prints {@code crashed at NAME} and leaves the exit status 137.
 */
public final class CrashPoint {

    static final String PROPERTY = "crash.at";
    static final int STATUS = 137;

    private static final AtomicInteger passes = new AtomicInteger();

    private CrashPoint() {}

    /** Ends the process if it is configured to crash here, now. */
    public static void reached(String name) {
        @Nullable String configured = System.getProperty(PROPERTY);
        if (configured == null) {
            return;
        }
        String[] nameAndPass = configured.split(":", 2);
        int pass = nameAndPass.length == 1 ? 1 : Integer.parseInt(nameAndPass[1]);
        if (nameAndPass[0].equals(name) && passes.incrementAndGet() == pass) {
            System.out.println("crashed at " + name);
            System.out.flush();
            Runtime.getRuntime().halt(STATUS);
        }
    }
}
