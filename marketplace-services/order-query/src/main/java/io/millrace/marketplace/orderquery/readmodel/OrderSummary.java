package io.millrace.marketplace.orderquery.readmodel;

import io.millrace.marketplace.contracts.Money;
import java.time.Instant;

/** What anybody may see of an order: not who placed it, nor the id, by which all else can be asked for. */
public record OrderSummary(String orderNumber, String status, Money totalAmount, Instant createdAt) {}
