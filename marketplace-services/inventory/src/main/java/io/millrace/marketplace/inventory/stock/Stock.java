package io.millrace.marketplace.inventory.stock;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What is on the shelf. Never less than nothing, whoever takes from it at the same time. Safe for use by many threads. */
@Service
public class Stock {

    private final ProductRepository products;

    Stock(ProductRepository products) {
        this.products = products;
    }

    /** Takes all of the goods or, where there is too little of one, none; joins the caller's transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Shortage> take(Goods goods) {
        List<Line> lines = goods.lines();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            if (products.take(line.sku(), line.quantity()) == 0) {
                lines.subList(0, i).forEach(this::putBack);
                return Optional.of(shortageOf(line));
            }
        }
        return Optional.empty();
    }

    /** Puts goods back that were taken; joins the caller's transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void putBack(Goods goods) {
        goods.lines().forEach(this::putBack);
    }

    /** Adds newly bought goods; {@link UnknownProductException} if there is no such product. */
    @Transactional
    public void replenish(String sku, int quantity) {
        if (!replenishBelow(Long.MAX_VALUE, new Line(sku, quantity))) {
            throw new UnknownProductException(sku);
        }
    }

    /** As {@link #replenish}, where less than the threshold is left; says whether it was. */
    @Transactional
    public boolean replenishBelow(long threshold, Line line) {
        return products.replenishBelow(threshold, line.sku(), line.quantity()) == 1;
    }

    /** The products of which less than the threshold is left. */
    @Transactional(readOnly = true)
    public List<String> below(long threshold) {
        return products.skusBelow(threshold);
    }

    /** All products, in the order in which they are shown. */
    @Transactional(readOnly = true)
    public List<StockedProduct> products() {
        return products.findAllByOrderByPosition().stream()
                .map(Product::stocked)
                .toList();
    }

    /** The product; {@link UnknownProductException} if there is none. */
    @Transactional(readOnly = true)
    public StockedProduct product(String sku) {
        return products.findById(sku).map(Product::stocked).orElseThrow(() -> new UnknownProductException(sku));
    }

    private void putBack(Line line) {
        products.putBack(line.sku(), line.quantity());
    }

    private Shortage shortageOf(Line line) {
        return products.findById(line.sku())
                .map(product -> Shortage.of(product.stocked(), line.quantity()))
                .orElseGet(() -> Shortage.ofNothing(line.sku()));
    }
}
