package io.millrace.marketplace.ordering.api;

import io.millrace.marketplace.ordering.catalogue.Catalogue;
import io.millrace.marketplace.ordering.catalogue.Product;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class ProductsController {

    private final Catalogue catalogue;

    ProductsController(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @GetMapping("/api/products")
    List<Product> products() {
        return catalogue.products();
    }
}
