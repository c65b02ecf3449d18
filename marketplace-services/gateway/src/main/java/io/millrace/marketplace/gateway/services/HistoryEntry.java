package io.millrace.marketplace.gateway.services;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** One event of an order's stream. */
public record HistoryEntry(long version, String type, Instant occurredAt, JsonNode data) {}
