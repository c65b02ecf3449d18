package io.millrace.marketplace.payment.simulator;

class InMemorySimulatorTest extends SimulatorContract {

    @Override
    CardProcessorSimulator started(SimulatorSettings settings) {
        return CardProcessorSimulator.inMemory(0, settings);
    }
}
