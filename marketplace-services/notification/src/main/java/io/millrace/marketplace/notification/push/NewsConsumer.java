package io.millrace.marketplace.notification.push;

import io.millrace.consumer.EventConsumer;
import io.millrace.marketplace.contracts.OrderCancelled;
import io.millrace.marketplace.contracts.OrderCreated;
import io.millrace.marketplace.contracts.OrderPaid;
import io.millrace.marketplace.contracts.OrderShipped;
import io.millrace.marketplace.contracts.PaymentRefunded;
import io.millrace.marketplace.notification.messages.OrderTopics;
import io.millrace.marketplace.notification.push.News.Kind;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Which events become news. The consumer group handles each event once, in whichever instance; what it writes into the
 * {@link NewsLog} reaches the browsers of all.
 */
@Configuration(proxyBeanMethods = false)
class NewsConsumer {

    @Bean
    EventConsumer news(NewsLog news, OrderTopics topics) {
        EventConsumer consumer = EventConsumer.named("notification-service");
        return topics.readBy(
                        consumer,
                        OrderCreated.class,
                        OrderPaid.class,
                        OrderShipped.class,
                        OrderCancelled.class,
                        PaymentRefunded.class)
                .on(
                        OrderCreated.class,
                        it -> news.add(new News(Kind.ORDER_CREATED, it.event().orderId())))
                .on(
                        OrderPaid.class,
                        it -> news.add(new News(Kind.ORDER_PAID, it.event().orderId())))
                .on(
                        OrderShipped.class,
                        it -> news.add(new News(Kind.ORDER_SHIPPED, it.event().orderId())))
                .on(
                        OrderCancelled.class,
                        it -> news.add(new News(Kind.ORDER_CANCELLED, it.event().orderId())))
                .on(PaymentRefunded.class, it -> {
                    if (it.event().amount().amount().signum() > 0) {
                        news.add(new News(Kind.PAYMENT_REFUNDED, it.event().orderId()));
                    }
                });
    }
}
