package io.millrace.marketplace.payment.payments;

import io.millrace.marketplace.payment.processor.CardProcessor;
import io.millrace.saga.Saga;
import io.millrace.saga.Sagas;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The sagas of the service, and what starts them. */
@Configuration(proxyBeanMethods = false)
class SagaWiring {

    @Bean
    Saga<Collecting> collectPayment(CardProcessor processor, Payments payments) {
        return new CollectPayment(processor, payments).saga();
    }

    @Bean
    Saga<Refunding> refundMoney(CardProcessor processor, Payments payments) {
        return new RefundMoney(processor, payments).saga();
    }

    @Bean
    @ConditionalOnMissingBean
    PaymentSagas paymentSagas(
            ObjectProvider<Sagas> sagas,
            ObjectProvider<Saga<Collecting>> collect,
            ObjectProvider<Saga<Refunding>> refund) {
        return new DurableSagas(sagas, collect, refund);
    }
}
