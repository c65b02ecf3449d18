package io.millrace.marketplace.inventory.stock;

import io.millrace.marketplace.contracts.Money;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Something for sale. How much of it is there changes in {@link ProductRepository} only, by what is in the table. */
@Entity
@Table(schema = "inventory", name = "product")
@SuppressWarnings("UnusedVariable") // some are read by queries only
class Product {

    @Id
    private String sku = "";

    private int position;
    private String nameKo = "";
    private String nameEn = "";
    private long priceWon;
    private long initial;
    private long replenished;
    private long available;

    /** For JPA. */
    protected Product() {}

    StockedProduct stocked() {
        return new StockedProduct(sku, new StockedProduct.Names(nameKo, nameEn), Money.won(priceWon), available);
    }
}
