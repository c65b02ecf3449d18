package io.millrace.marketplace.app;

import io.millrace.marketplace.inventory.stock.Stock;
import io.millrace.marketplace.inventory.stock.StockedProduct;
import io.millrace.marketplace.ordering.catalogue.Catalogue;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The prices on their way as events: from inventory, which sells things, to ordering, which takes orders for them. */
record Prices(Stock sold, Catalogue known) {

    private static final long PAUSE_MILLIS = 50;

    /** Whether everything that is sold can be ordered. */
    boolean haveArrived() {
        return known.knows(sold.products().stream().map(StockedProduct::sku).toList());
    }

    /** As {@link #haveArrived}, and waits for it; ends with {@link CancellationException} when it is given up. */
    boolean arriveWithin(Duration atMost, BooleanSupplier givenUp) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!haveArrived()) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            pause(givenUp);
        }
        return true;
    }

    private static void pause(BooleanSupplier givenUp) {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while prices were on their way");
        }
        if (givenUp.getAsBoolean()) {
            throw new CancellationException("the marketplace is stopping");
        }
    }
}
