package io.millrace.marketplace.ordering.api;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** An event of an order, with its data as it is stored. */
record HistoryEntry(long version, String type, Instant occurredAt, JsonNode data) {}
