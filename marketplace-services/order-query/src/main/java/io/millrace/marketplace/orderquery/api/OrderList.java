package io.millrace.marketplace.orderquery.api;

import io.millrace.marketplace.orderquery.readmodel.OrderDetail;
import java.util.List;

/** A page of orders. */
record OrderList(List<OrderDetail> items, int page, int size, boolean hasNext) {}
