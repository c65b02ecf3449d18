package io.millrace.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SagaOutcomeTest {

    private static final int PATIENCE_SECONDS = 10;
    private static final int MANY_LOOKS = 100;

    private final LinkedBlockingQueue<Set<UUID>> looks = new LinkedBlockingQueue<>();
    private final MemorySagas memory = MemorySagas.in(this::observed);
    private final Sagas sagas = memory.sagas();

    @AfterEach
    void close() {
        sagas.close();
    }

    @Test
    void who_takes_long_over_an_outcome_delays_nobody() throws Exception {
        memory.start(MemorySagas.HOLDING, "a");
        memory.start(MemorySagas.HOLDING, "b");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Void> slow = sagas.outcome("hold", "a")
                .thenAccept(outcome -> {
                    begun.countDown();
                    await(goOn);
                })
                .toCompletableFuture();
        CompletableFuture<SagaOutcome> same = outcome("a");
        CompletableFuture<SagaOutcome> other = outcome("b");

        cancel("a");
        await(begun);
        cancel("b");

        assertThat(same.get(PATIENCE_SECONDS, TimeUnit.SECONDS).completed()).isFalse();
        assertThat(other.get(PATIENCE_SECONDS, TimeUnit.SECONDS).completed()).isFalse();
        assertThat(slow).isNotDone();
        goOn.countDown();
        slow.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void what_nobody_waits_for_any_more_is_no_longer_looked_for() throws Exception {
        memory.start(MemorySagas.HOLDING, "a");
        memory.start(MemorySagas.HOLDING, "b");
        memory.start(MemorySagas.HOLDING, "c");
        CompletableFuture<SagaOutcome> givenUp = outcome("a");
        CompletableFuture<SagaOutcome> limited =
                sagas.outcome("hold", "b", Duration.ofMillis(1)).toCompletableFuture();
        CompletableFuture<SagaOutcome> patient = outcome("c");

        assertThat(givenUp.cancel(true)).isTrue();
        CompletableFuture<@Nullable Throwable> heard = new CompletableFuture<>();
        limited.whenComplete((outcome, failure) -> heard.complete(failure));
        assertThat(heard.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);

        awaitLookFor(Set.of(id("c")));
        cancel("c");
        assertThat(patient.get(PATIENCE_SECONDS, TimeUnit.SECONDS).completed()).isFalse();
    }

    @Test
    void an_outcome_that_comes_in_time_is_told() throws Exception {
        memory.start(MemorySagas.HOLDING, "a");
        CompletableFuture<SagaOutcome> outcome =
                sagas.outcome("hold", "a", Duration.ofMinutes(1)).toCompletableFuture();

        cancel("a");

        assertThat(outcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS).status()).isEqualTo(SagaStatus.COMPENSATED);
    }

    @Test
    void those_who_wait_when_the_sagas_are_closed_are_told() {
        memory.start(MemorySagas.HOLDING, "a");
        CompletableFuture<SagaOutcome> outcome = outcome("a");

        sagas.close();

        assertThatThrownBy(() -> outcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .hasRootCauseMessage("the sagas are closed");
    }

    private CompletableFuture<SagaOutcome> outcome(String key) {
        return sagas.outcome("hold", key).toCompletableFuture();
    }

    private void cancel(String key) {
        sagas.cancel("hold", key, Order.OPERATOR);
    }

    private UUID id(String key) {
        return sagas.find("hold", key).orElseThrow().id();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitLookFor(Set<UUID> sought) throws InterruptedException {
        Set<UUID> look = Set.of();
        for (int looked = 0; looked < MANY_LOOKS && !sought.equals(look); looked++) {
            look = looks.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        assertThat(look).isEqualTo(sought);
    }

    /** Remembers which ends were looked for. */
    private SagaStore observed(SagaStore store) {
        return (SagaStore) Proxy.newProxyInstance(
                SagaStore.class.getClassLoader(),
                new Class<?>[] {SagaStore.class},
                (proxy, method, arguments) -> observe(store, method, arguments));
    }

    @SuppressWarnings("unchecked")
    private Object observe(SagaStore store, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("ended") && arguments != null) {
            looks.add(Set.copyOf((Collection<UUID>) arguments[0]));
        }
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
