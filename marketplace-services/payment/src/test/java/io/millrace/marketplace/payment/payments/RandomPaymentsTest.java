package io.millrace.marketplace.payment.payments;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.marketplace.contracts.MarketplaceEvent;
import io.millrace.marketplace.contracts.PaymentCompleted;
import io.millrace.marketplace.contracts.PaymentFailed;
import io.millrace.marketplace.payment.simulator.Totals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders that are charged, refunded and cancelled in any order, at any moment, on cards that make trouble. */
class RandomPaymentsTest {

    private static final int ORDERS = 40;
    private static final List<String> CARDS = List.of("card-ok", "card-ok", "card-ok", "card-declined", "card-twice");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void SG_2_the_processor_and_the_payments_agree_on_every_amount_in_the_end(long seed) {
        Random random = new Random(seed);
        try (PaymentService service = new PaymentService("--marketplace.card-processor.answer-within=150ms")) {
            service.behave(PaymentService.calm().declined(10).timeoutAfterCharge(15));
            List<Asked> orders = Stream.generate(Asked::anOrder).limit(ORDERS).toList();

            List<MarketplaceEvent> events = shuffled(orders, random);
            for (MarketplaceEvent event : events) {
                service.deliver(event);
                moveSome(service, random);
            }
            service.sagas.run();

            assertAgreement(service);
            orders.forEach(order -> assertOneOutcome(service, order));
        }
    }

    private static List<MarketplaceEvent> shuffled(List<Asked> orders, Random random) {
        List<MarketplaceEvent> events = new ArrayList<>();
        for (Asked order : orders) {
            events.add(order.charge(CARDS.get(random.nextInt(CARDS.size()))));
            if (random.nextInt(3) == 0) {
                events.add(order.refund());
            }
            if (random.nextInt(4) == 0) {
                events.add(order.cancelled());
            }
        }
        Collections.shuffle(events, random);
        return events;
    }

    private static void moveSome(PaymentService service, Random random) {
        List<SimulatedSagas.Running> sagas = service.sagas.all();
        for (int i = 0; i < 6 && !sagas.isEmpty(); i++) {
            sagas.get(random.nextInt(sagas.size())).move();
        }
    }

    private static void assertAgreement(PaymentService service) {
        Totals processor = service.processorTotals().getFirst();
        PaymentTotals.OfCurrency payments = service.totals().getFirst();

        assertThat(processor.held()).isEqualTo("0");
        assertThat(payments.open()).isEqualTo("0");
        assertThat(payments.pending() + payments.refunding()).isZero();
        assertThat(new BigDecimal(processor.charged()).subtract(new BigDecimal(processor.refunded())))
                .isEqualTo(new BigDecimal(payments.charged()).subtract(new BigDecimal(payments.refunded())));
    }

    private static void assertOneOutcome(PaymentService service, Asked order) {
        List<Object> told = service.published(order.orderId());
        boolean completed = told.stream().anyMatch(PaymentCompleted.class::isInstance);
        boolean failed = told.stream().anyMatch(PaymentFailed.class::isInstance);

        assertThat(completed).as("%s", told).isNotEqualTo(failed);
    }
}
