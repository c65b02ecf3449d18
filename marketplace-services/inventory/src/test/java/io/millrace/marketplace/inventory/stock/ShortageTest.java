package io.millrace.marketplace.inventory.stock;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.marketplace.contracts.CancellationCause;
import io.millrace.marketplace.contracts.Money;
import org.junit.jupiter.api.Test;

class ShortageTest {

    @Test
    void how_many_are_left_is_said_where_it_is_fewer_than_were_wanted() {
        assertThat(Shortage.of(knives(100), 120))
                .isEqualTo(new Shortage(
                        "KNIFE", CancellationCause.TOO_FEW_LEFT, 100L, "There are only 100 of 'Knife' left."));
        assertThat(Shortage.of(knives(0), 1))
                .isEqualTo(new Shortage("KNIFE", CancellationCause.SOLD_OUT, null, "'Knife' is sold out."));
    }

    @Test
    void a_product_that_was_refilled_in_the_meantime_does_not_give_a_figure_as_the_reason() {
        assertThat(Shortage.of(knives(200), 120))
                .isEqualTo(new Shortage(
                        "KNIFE", CancellationCause.TOO_FEW_LEFT, null, "There were too few of 'Knife' left."));
    }

    private static StockedProduct knives(long available) {
        return new StockedProduct("KNIFE", new StockedProduct.Names("칼", "Knife"), Money.won(89_000), available);
    }
}
