package io.millrace.marketplace.app.shoppers;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Customers who order at a pace, over HTTP like anybody: some with a card that is declined, some more than there is,
 * some who change their minds. What they have paid is shipped a few seconds later.
 *
 * <p>No more than a few are in the shop at once, each with one request; who finds it full goes away. Safe for use by
 * many threads.
 */
public final class Shoppers implements AutoCloseable {

    private static final int PLACES = 16;
    private static final Duration FROM_SHIPPING_TO_SHIPPING = Duration.ofMillis(500);

    private final Pace pace;
    private final ShopApi shop;
    private final Dispatch dispatch;
    private final Absence absence = new Absence(Clock.systemUTC());
    private final Semaphore places = new Semaphore(PLACES);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private Shoppers(URI url, Pace pace) {
        this.pace = pace;
        this.shop = new ShopApi(url);
        this.dispatch = new Dispatch(shop, Clock.systemUTC());
    }

    /** Lets them come until it is closed; {@link Pace#NONE} keeps them, and what ships their orders, away. */
    public static Shoppers of(URI shop, Pace pace) {
        Shoppers shoppers = new Shoppers(shop, pace);
        if (!pace.isNone()) {
            shoppers.threads.execute(shoppers::come);
            shoppers.threads.execute(shoppers::ship);
        }
        return shoppers;
    }

    private void come() {
        Random chance = new Random();
        long next = System.nanoTime();
        while (!closesWithin(later(absence.remaining(), Duration.ofNanos(next - System.nanoTime())))) {
            if (places.tryAcquire()) {
                threads.execute(() -> visit(new Visit(shop, closing, new Random(chance.nextLong()))));
            }
            next = Math.max(next + pace.pause().toNanos(), System.nanoTime());
        }
    }

    private void visit(Visit visit) {
        try {
            attempt(visit::run);
        } finally {
            places.release();
        }
    }

    private void ship() {
        while (!closesWithin(later(absence.remaining(), FROM_SHIPPING_TO_SHIPPING))) {
            attempt(dispatch::next);
        }
    }

    private interface Errands {
        void run() throws InterruptedException;
    }

    private void attempt(Errands errands) {
        try {
            errands.run();
            absence.answered();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (closing.getCount() > 0) {
                absence.failed(e);
            }
        }
    }

    private static Duration later(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private boolean closesWithin(Duration time) {
        try {
            return closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Sends them away, with all requests under way. */
    @Override
    public void close() {
        closing.countDown();
        threads.shutdownNow();
        shop.close();
    }
}
