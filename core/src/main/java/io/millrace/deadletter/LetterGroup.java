package io.millrace.deadletter;

import java.time.Instant;

/** Dead letters of one source and one cause. */
public record LetterGroup(String source, String fingerprint, long count, Instant first, Instant last) {}
