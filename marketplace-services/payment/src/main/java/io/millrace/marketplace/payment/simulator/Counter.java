package io.millrace.marketplace.payment.simulator;

import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.payment.simulator.Bookkeeping.Applied;
import io.millrace.marketplace.payment.simulator.Fate.Delivery;
import java.math.BigDecimal;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Takes requests, with the trouble that is set for them. Safe for use by many threads. */
final class Counter {

    /** What a request led to, and how its answer travels. */
    record Served(Applied applied, Delivery delivery) {}

    private final Bookkeeping bookkeeping;
    private final ExecutorService threads;
    private volatile SimulatorSettings settings;
    private volatile Random chance;

    Counter(Bookkeeping bookkeeping, SimulatorSettings settings, ExecutorService threads) {
        this.bookkeeping = bookkeeping;
        this.threads = threads;
        this.settings = settings;
        this.chance = new Random(settings.seed());
    }

    SimulatorSettings settings() {
        return settings;
    }

    void settings(SimulatorSettings changed) {
        settings = changed;
        chance = new Random(changed.seed());
    }

    Served authorise(String key, JsonNode body) {
        String card = text(body, "cardToken");
        Money amount = money(body);
        Fate fate = Fate.ofAuthorisation(card, settings, chance);
        return served(fate, () -> bookkeeping.authorise(key, card, amount, fate.refusal()));
    }

    Served charge(String key, JsonNode body) {
        String authorisation = text(body, "authorisation");
        String card = bookkeeping.cardOf(authorisation).orElse("");
        return served(Fate.ofCharge(card, settings, chance), () -> bookkeeping.charge(key, authorisation));
    }

    Served refund(String key, JsonNode body) {
        String charge = text(body, "charge");
        return new Served(bookkeeping.refund(key, charge), Delivery.AT_ONCE);
    }

    Served makeVoid(JsonNode body) {
        return new Served(bookkeeping.makeVoid(text(body, "key")), Delivery.AT_ONCE);
    }

    private Served served(Fate fate, Supplier<Applied> work) {
        if (fate.delivery() == Delivery.TWICE) {
            CompletableFuture<Applied> other = CompletableFuture.supplyAsync(work, threads);
            Applied applied = work.get();
            other.join();
            return new Served(applied, Delivery.TWICE);
        }
        Applied applied = work.get();
        boolean heard = fate.delivery() == Delivery.LOST && !applied.first();
        return new Served(applied, heard ? Delivery.AT_ONCE : fate.delivery());
    }

    private static Money money(JsonNode body) {
        try {
            return new Money(new BigDecimal(text(body, "amount")), text(body, "currency"));
        } catch (IllegalArgumentException e) {
            throw new RefusedRequestException(Bookkeeping.UNPROCESSABLE, "the amount is none: " + e.getMessage());
        }
    }

    private static String text(JsonNode body, String field) {
        String value = body.path(field).asString("");
        if (value.isBlank()) {
            throw new RefusedRequestException(Bookkeeping.UNPROCESSABLE, "'%s' is missing".formatted(field));
        }
        return value;
    }
}
