package io.millrace.marketplace.ordering.ledger;

import io.millrace.marketplace.ordering.order.OrderEvent.OrderCancelled;
import io.millrace.marketplace.ordering.order.OrderEvent.OrderCreated;
import io.millrace.marketplace.ordering.order.OrderEvent.OrderPaid;
import io.millrace.marketplace.ordering.order.OrderEvent.OrderShipped;
import io.millrace.projection.Projection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps the ledger, from the log beside it. Under a new version it is written anew, over what is there. */
@Configuration(proxyBeanMethods = false)
class LedgerProjection {

    @Bean
    Projection<LedgerLines> ledger(LedgerTable table) {
        return Projection.named(Ledger.NAME)
                .version(Ledger.VERSION)
                .folding(LedgerLines::new, table::write)
                .on(OrderCreated.class, LedgerLines::created)
                .on(OrderPaid.class, LedgerLines::paid)
                .on(OrderShipped.class, LedgerLines::shipped)
                .on(OrderCancelled.class, LedgerLines::cancelled);
    }
}
