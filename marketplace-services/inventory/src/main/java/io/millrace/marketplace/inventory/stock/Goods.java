package io.millrace.marketplace.inventory.stock;

import io.millrace.marketplace.contracts.OrderItem;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an order is about: each product once, in the order of the skus. All who touch several products do so in this
 * order, so that no two of them ever wait for each other.
 */
public record Goods(List<Line> lines) {

    /** Takes lines in any order, and adds up those of one product. */
    public Goods {
        SortedMap<String, Line> bySku = new TreeMap<>();
        lines.forEach(line -> bySku.merge(line.sku(), line, Line::and));
        lines = List.copyOf(bySku.values());
    }

    /** The goods that an order lists; it lists something. */
    public static Goods of(Collection<OrderItem> items) {
        if (items.isEmpty()) {
            throw new IllegalArgumentException("an order has at least one line");
        }
        return new Goods(items.stream()
                .map(item -> new Line(item.sku(), item.quantity()))
                .toList());
    }
}
