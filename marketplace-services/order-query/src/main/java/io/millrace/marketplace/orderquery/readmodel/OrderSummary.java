package io.millrace.marketplace.orderquery.readmodel;

import io.millrace.marketplace.contracts.Money;
import java.time.Instant;
import java.util.UUID;

/** What anybody may see of an order in a list: nothing of who placed it. */
public record OrderSummary(UUID orderId, String orderNumber, String status, Money totalAmount, Instant createdAt) {}
