package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.event.EventContext;
import io.millrace.event.UnknownEventTypeException;
import io.millrace.log.Log;
import io.millrace.outbox.NoTransactionException;
import io.millrace.outbox.Outbox;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.work.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an {@link Outbox} promises. The outbox may hold other messages before a test. */
public abstract class OutboxContract {

    private Outbox outbox;
    private Transactions transactions;
    private LogReader<OutgoingMessage> reader;
    private String key;

    /** The outbox, which writes with {@link Noted#TYPES} and {@link Noted#CODEC} and joins {@link #transactions}. */
    protected abstract Outbox outbox();

    /** What a relay reads of {@link #outbox}. */
    protected abstract Log<OutgoingMessage> log();

    protected abstract Transactions transactions();

    @BeforeEach
    void subscribe() {
        outbox = outbox();
        transactions = transactions();
        key = UUID.randomUUID().toString();
        reader = new LogReader<>(log(), message -> message.key().startsWith(key));
    }

    @Test
    void a_committed_event_reaches_the_relay_with_key_payload_and_context() {
        EventContext context = new EventContext("a process", "a cause", "김철수", null);

        context.run(() -> transactions.run(() -> add(key, "주문")));

        OutgoingMessage message = reader.until(1).getFirst();
        assertThat(message.aggregateType()).isEqualTo("Note");
        assertThat(message.key()).isEqualTo(key);
        assertThat(message.sequence()).isZero();
        assertThat(text(message)).isEqualTo("주문");
        assertThat(message.metadata().eventId().version()).isEqualTo(7);
        assertThat(message.metadata().correlationId()).isEqualTo("a process");
        assertThat(message.metadata().causationId()).isEqualTo("a cause");
        assertThat(message.metadata().actor()).isEqualTo("김철수");
        assertThat(Duration.between(message.metadata().occurredAt(), Instant.now())
                        .abs())
                .isLessThan(Duration.ofMinutes(5));
    }

    @Test
    void events_without_a_context_have_none() {
        transactions.run(() -> add(key, "a"));

        OutgoingMessage message = reader.until(1).getFirst();

        assertThat(message.metadata().correlationId())
                .isEqualTo(message.metadata().eventId().toString());
        assertThat(message.metadata().causationId()).isNull();
        assertThat(message.metadata().actor()).isNull();
        assertThat(message.metadata().traceparent()).isNull();
    }

    @Test
    void RL_2_nothing_of_a_rolled_back_transaction_reaches_the_relay() {
        try (OpenTransaction open = OpenTransaction.after(transactions, () -> add(key, "never"))) {
            transactions.run(() -> add(key, "committed"));
            open.rollback();
        }

        assertThat(texts(reader.until(1))).containsExactly("committed");
        assertThat(texts(reader.rest())).containsExactly("committed");
    }

    @Test
    void RL_3_events_of_one_transaction_and_of_later_ones_stay_in_order() {
        List<String> texts = IntStream.range(0, 30).mapToObj(Integer::toString).toList();

        transactions.run(() -> texts.subList(0, 20).forEach(text -> add(key + (text.length() % 2), text)));
        texts.subList(20, 30).forEach(text -> transactions.run(() -> add(key, text)));

        List<OutgoingMessage> messages = reader.until(texts.size());
        assertThat(texts(messages)).isEqualTo(texts);
        assertThat(messages).extracting(OutgoingMessage::position).doesNotHaveDuplicates();
        assertThat(messages).extracting(message -> message.metadata().eventId()).doesNotHaveDuplicates();
    }

    @Test
    void an_event_of_an_open_transaction_waits_and_holds_back_what_was_added_after_it() {
        try (OpenTransaction open = OpenTransaction.after(transactions, () -> add(key, "open"))) {
            transactions.run(() -> add(key, "after"));

            assertThat(reader.rest()).isEmpty();
            open.commit();
        }

        assertThat(texts(reader.until(2))).containsExactly("open", "after");
    }

    @Test
    void an_event_added_outside_a_transaction_is_refused() {
        assertThatExceptionOfType(NoTransactionException.class).isThrownBy(() -> add(key, "never"));

        transactions.run(() -> add(key, "committed"));
        assertThat(texts(reader.until(1))).containsExactly("committed");
    }

    @Test
    void an_event_of_an_unregistered_type_is_refused_at_once() {
        assertThatExceptionOfType(UnknownEventTypeException.class)
                .isThrownBy(() ->
                        transactions.run(() -> outbox.add(new OutgoingEvent("Note", key, "no registered record"))));
    }

    private void add(String aggregateId, String text) {
        outbox.add(new OutgoingEvent("Note", aggregateId, new Noted(text)));
    }

    private static List<String> texts(List<OutgoingMessage> messages) {
        return messages.stream().map(OutboxContract::text).toList();
    }

    private static String text(OutgoingMessage message) {
        return Noted.read(message.metadata(), message.payload());
    }
}
