package io.millrace.spring;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;

/** Holds unless {@code millrace.broker} is {@code none}. */
final class OnBroker extends NoneNestedConditions {

    OnBroker() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    @ConditionalOnProperty(name = "millrace.broker", havingValue = "none")
    static final class WithoutBroker {}
}
