package io.millrace.marketplace.inventory.api;

import io.millrace.marketplace.inventory.stock.Stock;
import io.millrace.marketplace.inventory.stock.StockedProduct;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is for sale. */
@RestController
@RequestMapping("/products")
final class ProductsController {

    private final Stock stock;

    ProductsController(Stock stock) {
        this.stock = stock;
    }

    @GetMapping
    List<StockedProduct> products() {
        return stock.products();
    }

    @GetMapping("/{sku}")
    StockedProduct product(@PathVariable String sku) {
        return stock.product(sku);
    }
}
