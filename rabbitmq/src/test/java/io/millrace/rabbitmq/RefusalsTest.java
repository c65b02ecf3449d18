package io.millrace.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import io.millrace.outbox.PublishRefusedException;
import org.junit.jupiter.api.Test;

/** What RabbitMQ says when it closes a channel. */
class RefusalsTest {

    @Test
    void the_exchange_that_may_not_be_written_to_is_known() {
        ShutdownSignalException closed =
                closed(403, "ACCESS_REFUSED - access to exchange 'shop.order' in vhost '/' refused for user 'kim'");

        assertThat(Refusals.forbiddenExchange(closed)).contains("shop.order");
        assertThat(Refusals.tooLargeBody(closed)).isEmpty();
    }

    @Test
    void the_size_of_the_message_that_is_too_large_is_known() {
        ShutdownSignalException closed =
                closed(406, "PRECONDITION_FAILED - message size 2048 is larger than configured max size 1024");

        assertThat(Refusals.tooLargeBody(closed)).hasValue(2048);
        assertThat(Refusals.forbiddenExchange(closed)).isEmpty();
    }

    @Test
    void a_missing_exchange_is_no_refusal() {
        ShutdownSignalException closed = closed(404, "NOT_FOUND - no exchange 'shop.order' in vhost '/'");

        assertThat(Refusals.forbiddenExchange(closed)).isEmpty();
        assertThat(Refusals.tooLargeBody(closed)).isEmpty();
    }

    @Test
    void an_exchange_that_is_refused_refuses_its_own_messages_only() {
        Refusals refusals = new Refusals();
        PublishRefusedException reason = new PublishRefusedException("no right", null);

        refusals.add("shop.order", reason);

        assertThat(refusals.of("shop.order")).contains(reason);
        assertThat(refusals.of("shop.payment")).isEmpty();
    }

    private static ShutdownSignalException closed(int code, String text) {
        AMQP.Channel.Close reason = new AMQP.Channel.Close.Builder()
                .replyCode(code)
                .replyText(text)
                .classId(60)
                .methodId(40)
                .build();
        return new ShutdownSignalException(false, false, reason, null);
    }
}
