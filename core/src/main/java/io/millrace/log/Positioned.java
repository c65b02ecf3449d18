package io.millrace.log;

/** A record of a {@link Log}. */
public interface Positioned {

    /** Its place in the log: larger than that of every record before it, with numbers left out in between. */
    long position();
}
