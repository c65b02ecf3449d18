package io.millrace.marketplace.ordering.catalogue;

import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.OrderItem;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** A fixed assortment; the only place where prices come from. All are in won, so an order has one currency. */
@Component
public final class Catalogue {

    private final List<Product> products = List.of(
            product("TEA-BOSEONG-100", "보성 녹차 100g", 14_000),
            product("TEA-OMIJA-500", "문경 오미자청 500ml", 19_800),
            product("HONEY-JIRI-600", "지리산 토종꿀 600g", 38_000),
            product("GIM-GWANGCHEON-20", "광천 조미김 20봉", 16_500),
            product("RICE-ICHEON-10", "이천쌀 10kg", 42_000),
            product("CUP-CELADON-2", "청자 찻잔 2개 세트", 56_000),
            product("COFFEE-ETH-200", "Ethiopia Yirgacheffe, 200 g", 15_900),
            product("GRINDER-HAND", "Hand grinder", 64_000),
            product("KETTLE-GOOSE-1L", "Gooseneck kettle, 1 l", 48_500),
            product("APRON-LINEN", "Linen apron", 27_000),
            product("KNIFE-SANTOKU-17", "Santoku knife, 17 cm", 89_000),
            product("BOARD-WALNUT", "Walnut cutting board", 52_000));

    private final Map<String, Product> bySku =
            products.stream().collect(Collectors.toUnmodifiableMap(Product::sku, Function.identity()));

    public List<Product> products() {
        return products;
    }

    /** A line of an order, at today's price; {@link UnknownProductException} if there is no such product. */
    public OrderItem item(String sku, int quantity) {
        Product product = bySku.get(sku);
        if (product == null) {
            throw new UnknownProductException(sku);
        }
        return new OrderItem(sku, product.name(), quantity, product.price());
    }

    private static Product product(String sku, String name, long won) {
        return new Product(sku, name, Money.won(won));
    }
}
