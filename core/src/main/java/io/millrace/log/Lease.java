package io.millrace.log;

import java.time.Duration;

/**
 * One instance's membership of a subscription: the right to move the cursors of its lanes, until it expires by
 * the clock of the store.
 *
 * @param owner never used twice: whoever was thought dead comes back as another member
 * @param duration from one renewal to the end, unless it is renewed again
 */
public record Lease(String subscription, String owner, Duration duration) {}
