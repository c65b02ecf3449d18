package io.millrace.marketplace.gateway.services;

import java.util.UUID;

/** Ordering's answer to a new order. */
public record PlacedOrder(UUID orderId, String orderNumber, long version) {}
