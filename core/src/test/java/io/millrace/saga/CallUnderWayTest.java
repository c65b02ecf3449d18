package io.millrace.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.saga.SagaStore.Lease;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CallUnderWayTest {

    private final AtomicInteger made = new AtomicInteger();
    private final Saga<Order> saga = Saga.named("place-order", Order.class)
            .call("pay", (state, attempt) -> made.incrementAndGet())
            .noUndoNeeded("nothing is paid")
            .build();

    @Test
    void a_call_is_made_while_its_lease_stands() {
        CallUnderWay call = calling(System.nanoTime() + Duration.ofMinutes(1).toNanos());

        call.start("pay");

        assertThat(call.outcome()).hasValueSatisfying(outcome -> assertThat(outcome)
                .isInstanceOfSatisfying(Input.Returned.class, returned -> assertThat(returned.result())
                        .isEqualTo(1)));
    }

    @Test
    void SG_2_a_call_whose_lease_was_over_before_it_could_begin_is_not_made() {
        CallUnderWay call = calling(System.nanoTime());

        call.start("pay");

        assertThat(call.outcome()).isEmpty();
        assertThat(made).hasValue(0);
    }

    private CallUnderWay calling(long leasedUntilNanos) {
        SagaSimulation<Order> simulation = SagaSimulation.of(saga, Rig.START);
        simulation.start("o-1", Order.placed());
        Work work = simulation.wake().orElseThrow();
        SagaInstance instance = simulation.instance();
        return new CallUnderWay(
                new RemoteWork(new SagaMachine<>(saga), instance, work, new Lease(instance.id(), 1), leasedUntilNanos));
    }
}
