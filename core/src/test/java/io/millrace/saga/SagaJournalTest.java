package io.millrace.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.saga.Order.Refused;
import io.millrace.saga.Order.Release;
import io.millrace.saga.Order.Released;
import io.millrace.saga.Order.Reserve;
import io.millrace.saga.Order.Reserved;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SagaJournalTest {

    private int failures = 3;

    @Test
    void the_journal_replays_to_the_instance() {
        Rig rig = wounded();

        assertThat(rig.status()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(rig.replayed()).isEqualTo(rig.saga.instance().steps());
        assertThat(rig.saga.journal().getLast().after()).isEqualTo(rig.saga.instance());
    }

    @Test
    void each_transition_has_one_entry_and_raises_the_revision_by_one() {
        Rig rig = wounded();

        assertThat(rig.saga.journal())
                .extracting(JournalEntry::revision)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, rig.saga.instance().revision())
                                .boxed()
                                .toList());
    }

    @Test
    void the_journal_tells_the_story() {
        Rig rig = wounded();

        assertThat(rig.saga.journal())
                .extracting(JournalEntry::what)
                .startsWith(
                        JournalEntry.Kind.STARTED,
                        JournalEntry.Kind.ANSWERED,
                        JournalEntry.Kind.CALLED,
                        JournalEntry.Kind.FAILED)
                .endsWith(
                        JournalEntry.Kind.REFUSED,
                        JournalEntry.Kind.CALLED,
                        JournalEntry.Kind.DONE,
                        JournalEntry.Kind.ANSWERED);
    }

    private Rig wounded() {
        return Rig.started(Saga.named("place-order", Order.class)
                        .command("reserve", "Stock", order -> new Reserve(order.id()))
                        .answeredBy(Reserved.class, (order, reserved) -> order.with(reserved.place()))
                        .answerWithin(Duration.ofMinutes(5))
                        .undo(order -> new Release(order.id()))
                        .undoneBy(Released.class)
                        .call("pay", (order, attempt) -> pay())
                        .undo((order, attempt) -> {})
                        .pivot("confirm", order -> {
                            throw new Refused("no");
                        })
                        .rejectedBy(Refused.class, (order, refusal) -> order))
                .answer(new Reserved("A1"))
                .pass(Duration.ofMinutes(1))
                .answer(new Released("A1"));
    }

    private String pay() throws IOException {
        if (failures-- > 0) {
            throw new IOException("down");
        }
        return "paid";
    }
}
