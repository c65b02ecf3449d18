package io.millrace.marketplace.inventory.api;

import io.millrace.marketplace.inventory.stock.Stock;
import java.util.List;
import java.util.Locale;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is for sale. */
@RestController
@RequestMapping("/api/products")
final class ProductsController {

    private final Stock stock;

    ProductsController(Stock stock) {
        this.stock = stock;
    }

    @GetMapping
    List<ShownProduct> products(Locale language) {
        return stock.products().stream()
                .map(product -> ShownProduct.of(product, language))
                .toList();
    }

    @GetMapping("/{sku}")
    ShownProduct product(@PathVariable String sku, Locale language) {
        return ShownProduct.of(stock.product(sku), language);
    }
}
