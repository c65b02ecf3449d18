package io.millrace.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.millrace.outbox.PublishRefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private final Backlog backlog = new Backlog(3);
    private final Route route = backlog.route("shop.order", "order.ordercreated");

    @Test
    void RL_3_of_each_key_one_message_is_unconfirmed_at_a_time() {
        Sending first = add("order-1");
        Sending second = add("order-1");
        Sending other = add("order-2");
        open();

        assertThat(backlog.next(10, 1)).containsExactly(first, other);
        assertThat(backlog.next(10, 3)).isEmpty();
        assertThat(backlog.confirmed(1, false, true)).containsExactly(first);
        assertThat(backlog.next(10, 3)).containsExactly(second);
    }

    @Test
    void no_more_than_the_window_is_unconfirmed() {
        List<Sending> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(add("order-" + i));
        }
        open();

        assertThat(backlog.next(10, 1)).isEqualTo(all.subList(0, 3));
        assertThat(backlog.confirmed(2, true, true)).isEqualTo(all.subList(0, 2));
        assertThat(backlog.next(10, 4)).isEqualTo(all.subList(3, 5));
    }

    @Test
    void RL_3_what_was_unconfirmed_when_the_connection_broke_is_sent_again_before_all_else() {
        Sending first = add("order-1");
        Sending second = add("order-2");
        open();
        backlog.next(10, 1);
        Sending third = add("order-3");

        backlog.disconnected();

        assertThat(backlog.next(10, 1)).isEmpty();
        open();
        assertThat(backlog.next(10, 1)).containsExactly(first, second, third);
    }

    @Test
    void one_message_finds_out_whether_a_route_is_open_again() {
        Sending first = add("order-1");
        Sending second = add("order-2");
        open();
        backlog.next(10, 1);
        assertThat(backlog.confirmed(2, true, false)).isEmpty();
        assertThat(backlog.trouble(System.nanoTime())).isPresent();

        open();
        assertThat(backlog.next(10, 3)).containsExactly(first);
        assertThat(backlog.confirmed(3, false, true)).containsExactly(first);
        assertThat(backlog.next(10, 4)).containsExactly(second);
        assertThat(backlog.trouble(System.nanoTime())).isEmpty();
    }

    @Test
    void a_message_that_is_refused_lets_the_next_of_its_key_pass() {
        Sending refused = add("order-1");
        Sending next = add("order-1");
        open();
        backlog.next(10, 1);
        backlog.disconnected();

        PublishRefusedException reason = new PublishRefusedException("too large", null);
        backlog.refuse(sending -> sending == refused, reason);

        assertThat(backlog.takeRefused()).containsExactly(new Backlog.Refused(refused, reason));
        open();
        assertThat(backlog.next(10, 1)).containsExactly(next);
    }

    @Test
    void a_message_that_is_not_confirmed_for_long_is_trouble() {
        add("order-1");
        open();
        backlog.next(10, 1);

        assertThat(backlog.trouble(System.nanoTime())).isEmpty();
        assertThat(backlog.trouble(System.nanoTime() + Duration.ofSeconds(11).toNanos()))
                .hasValueSatisfying(why -> assertThat(why).contains("does not confirm"));
    }

    private Sending add(String key) {
        Sending sending = new Sending(new Sending.Key("Order", key), route, new BasicProperties(), new byte[] {1});
        backlog.add(sending);
        return sending;
    }

    /** Lets what waits for the exchange be sent. */
    private void open() {
        backlog.next(10, Long.MAX_VALUE - 100);
        backlog.prepared(route);
    }
}
