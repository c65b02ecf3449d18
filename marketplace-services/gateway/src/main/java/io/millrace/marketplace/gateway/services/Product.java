package io.millrace.marketplace.gateway.services;

/** What can be bought, at today's price. */
public record Product(String sku, String name, Money price) {}
