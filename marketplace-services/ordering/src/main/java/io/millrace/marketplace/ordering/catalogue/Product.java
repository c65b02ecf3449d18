package io.millrace.marketplace.ordering.catalogue;

import io.millrace.marketplace.contracts.Money;

/** Something for sale. */
public record Product(String sku, String name, Money price) {}
