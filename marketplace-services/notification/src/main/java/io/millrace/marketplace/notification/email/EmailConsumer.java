package io.millrace.marketplace.notification.email;

import io.millrace.consumer.EventConsumer;
import io.millrace.marketplace.contracts.OrderCancelled;
import io.millrace.marketplace.contracts.OrderCreated;
import io.millrace.marketplace.contracts.OrderPaid;
import io.millrace.marketplace.contracts.PaymentRefunded;
import io.millrace.marketplace.notification.messages.OrderTopics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which events become e-mails. */
@Configuration(proxyBeanMethods = false)
class EmailConsumer {

    @Bean
    EventConsumer emails(EmailService emails, OrderTopics topics) {
        EventConsumer consumer = EventConsumer.named(EmailService.NAME).eachInItsOwnTransaction();
        return topics.readBy(consumer, OrderCreated.class, OrderPaid.class, OrderCancelled.class, PaymentRefunded.class)
                .on(OrderCreated.class, it -> emails.placed(it.event()))
                .on(OrderPaid.class, it -> emails.paid(new Occasion.Paid(it.event())))
                .on(OrderCancelled.class, it -> emails.write(new Occasion.Cancelled(it.event())))
                .on(PaymentRefunded.class, it -> emails.refunded(it.event()));
    }
}
