package io.millrace.marketplace.payment;

import io.millrace.marketplace.payment.processor.HttpCardProcessor.Limits;
import io.millrace.marketplace.payment.simulator.SimulatorSettings;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the card processor is.
 *
 * @param simulated whether this service runs a simulator of it, beside its own tables
 * @param port of the simulator, 0 for any that is free
 * @param url of the processor, where it is not simulated
 */
@ConfigurationProperties("marketplace.card-processor")
record CardProcessorProperties(
        boolean simulated,
        int port,
        URI url,
        Duration connectWithin,
        Duration answerWithin,
        SimulatorSettings simulator) {

    Limits limits() {
        return new Limits(connectWithin, answerWithin);
    }
}
