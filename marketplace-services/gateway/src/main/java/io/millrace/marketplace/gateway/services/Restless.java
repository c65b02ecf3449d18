package io.millrace.marketplace.gateway.services;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The orders that a service can't answer for yet: undecided, or changed after a time by its own clock.
 *
 * @param overdue those that are undecided for longer than they may be
 */
public record Restless(Instant since, List<UUID> orders, List<UUID> overdue) {}
