package io.millrace.marketplace.payment.simulator;

import java.time.Duration;

/**
 * How much trouble the simulator makes for cards that ask for none by their token.
 *
 * @param declinedPercent of the authorisations
 * @param timeoutAfterChargePercent of the charges: they take effect, and nobody hears of it
 * @param slowPercent of all requests
 * @param seed the same gives the same sequence of troubles
 * @param slowFor how long a slow answer takes
 * @param silentFor how long a connection is held that gets no answer
 */
public record SimulatorSettings(
        int declinedPercent,
        int timeoutAfterChargePercent,
        int slowPercent,
        long seed,
        Duration slowFor,
        Duration silentFor) {

    private static final int ALL = 100;

    public SimulatorSettings {
        requirePercent("declinedPercent", declinedPercent);
        requirePercent("timeoutAfterChargePercent", timeoutAfterChargePercent);
        requirePercent("slowPercent", slowPercent);
    }

    /** No trouble but that of the tokens. */
    public static SimulatorSettings defaults() {
        return new SimulatorSettings(0, 0, 0, 1, Duration.ofSeconds(2), Duration.ofSeconds(30));
    }

    public SimulatorSettings declined(int percent) {
        return new SimulatorSettings(percent, timeoutAfterChargePercent, slowPercent, seed, slowFor, silentFor);
    }

    public SimulatorSettings timeoutAfterCharge(int percent) {
        return new SimulatorSettings(declinedPercent, percent, slowPercent, seed, slowFor, silentFor);
    }

    public SimulatorSettings slow(int percent) {
        return new SimulatorSettings(declinedPercent, timeoutAfterChargePercent, percent, seed, slowFor, silentFor);
    }

    private static void requirePercent(String name, int percent) {
        if (percent < 0 || percent > ALL) {
            throw new IllegalArgumentException("%s is %d, and 0 to 100 are allowed".formatted(name, percent));
        }
    }
}
