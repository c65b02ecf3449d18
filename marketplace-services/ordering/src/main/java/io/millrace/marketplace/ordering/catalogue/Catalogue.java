package io.millrace.marketplace.ordering.catalogue;

import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.OrderItem;
import io.millrace.marketplace.contracts.ProductPriced;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What ordering heard of products: the only place where prices come from. It takes orders with it whether or not
 * those who sell the products can be reached. Safe for use by many threads.
 */
@Component
public final class Catalogue {

    private final JdbcClient jdbc;

    Catalogue(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The lines of an order, at today's prices; {@link UnknownProductException} if there is no such product, and
     * {@link EmptyCatalogueException} while nothing was heard of any.
     *
     * @param quantities by sku, in the order of the lines
     * @param language of the customer, {@code ko} or {@code en}
     */
    public List<OrderItem> items(SequencedMap<String, Integer> quantities, String language) {
        Map<String, Product> products = find(quantities.keySet());
        return quantities.entrySet().stream()
                .map(line -> known(line.getKey(), products).item(line.getValue(), language))
                .toList();
    }

    /** Whether all of these products can be ordered. */
    public boolean knows(Collection<String> skus) {
        return find(skus).keySet().containsAll(skus);
    }

    /** Takes what is told of a product, unless something newer was told of it before. */
    void learn(ProductPriced product) {
        jdbc.sql("""
                        INSERT INTO ordering.products AS known (sku, name_ko, name_en, amount, currency, version)
                        VALUES (?, ?, ?, ?, ?, ?)
                        ON CONFLICT (sku) DO UPDATE SET
                            name_ko = EXCLUDED.name_ko,
                            name_en = EXCLUDED.name_en,
                            amount = EXCLUDED.amount,
                            currency = EXCLUDED.currency,
                            version = EXCLUDED.version
                        WHERE known.version < EXCLUDED.version
                        """)
                .params(
                        product.sku(),
                        product.names().ko(),
                        product.names().en(),
                        product.price().amount(),
                        product.price().currency(),
                        product.version())
                .update();
    }

    private Product known(String sku, Map<String, Product> products) {
        Product product = products.get(sku);
        if (product == null) {
            throw isEmpty() ? new EmptyCatalogueException() : new UnknownProductException(sku);
        }
        return product;
    }

    private Map<String, Product> find(Collection<String> skus) {
        return jdbc.sql("""
                        SELECT sku, name_ko, name_en, amount, currency
                        FROM ordering.products
                        WHERE sku = ANY (?)
                        """).param(skus.toArray(String[]::new)).query((row, number) -> Product.of(row)).list().stream()
                .collect(Collectors.toMap(Product::sku, product -> product));
    }

    private boolean isEmpty() {
        return !jdbc.sql("SELECT EXISTS (SELECT FROM ordering.products)")
                .query(Boolean.class)
                .single();
    }

    private record Product(String sku, ProductPriced.Names names, Money price) {

        static Product of(ResultSet row) throws SQLException {
            return new Product(
                    row.getString("sku"),
                    new ProductPriced.Names(row.getString("name_ko"), row.getString("name_en")),
                    new Money(row.getBigDecimal("amount"), row.getString("currency")));
        }

        OrderItem item(int quantity, String language) {
            return new OrderItem(sku, names.in(language), quantity, price);
        }
    }
}
