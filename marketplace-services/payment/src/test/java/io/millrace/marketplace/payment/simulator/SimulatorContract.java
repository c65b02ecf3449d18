package io.millrace.marketplace.payment.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.payment.processor.CardDeclinedException;
import io.millrace.marketplace.payment.processor.CardProcessor.Authorisation;
import io.millrace.marketplace.payment.processor.CardProcessor.Charge;
import io.millrace.marketplace.payment.processor.CardProcessor.Refund;
import io.millrace.marketplace.payment.processor.HttpCardProcessor;
import io.millrace.marketplace.payment.processor.HttpCardProcessor.Limits;
import io.millrace.marketplace.payment.processor.ProcessorUnavailableException;
import io.millrace.marketplace.payment.processor.VoidKeyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the simulator does, wherever it keeps its books. */
abstract class SimulatorContract {

    static final Money PRICE = Money.won(28_000);
    static final SimulatorSettings CALM =
            new SimulatorSettings(0, 0, 0, 1, Duration.ofSeconds(5), Duration.ofSeconds(5));

    private static final Limits LIMITS = new Limits(Duration.ofSeconds(2), Duration.ofSeconds(1));

    CardProcessorSimulator simulator;
    HttpCardProcessor processor;

    abstract CardProcessorSimulator started(SimulatorSettings settings);

    @BeforeEach
    void start() {
        simulator = started(CALM);
        processor = new HttpCardProcessor(simulator.url(), LIMITS);
    }

    @AfterEach
    void end() {
        processor.close();
        simulator.close();
    }

    @Test
    void a_key_is_applied_once_however_often_it_comes() throws CardDeclinedException {
        String holding = aKey();
        String taking = aKey();

        Authorisation held = processor.authorise(holding, "card-ok", PRICE);
        Authorisation heldAgain = processor.authorise(holding, "card-ok", PRICE);
        Charge taken = processor.charge(taking, held.id());
        Charge takenAgain = processor.charge(taking, held.id());

        assertThat(heldAgain).isEqualTo(held);
        assertThat(takenAgain).isEqualTo(taken);
        assertThat(processor.find(taking)).contains(taken);
        assertTotals("28000", "0", "28000", "0");
    }

    @Test
    void a_key_that_comes_from_many_sides_at_once_is_applied_once() throws Exception {
        String key = aKey();
        Set<String> ids = new HashSet<>();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Authorisation>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(threads.submit(() -> processor.authorise(key, "card-ok", PRICE)));
            }
            for (Future<Authorisation> answer : answers) {
                ids.add(answer.get().id());
            }
        }

        assertThat(ids).hasSize(1);
        assertTotals("28000", "28000", "0", "0");
    }

    @Test
    void a_key_of_another_request_is_refused() throws CardDeclinedException {
        String key = aKey();
        processor.authorise(key, "card-ok", PRICE);

        assertThatThrownBy(() -> processor.authorise(key, "card-ok", Money.won(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("422");
        assertThatThrownBy(() -> processor.charge(key, "auth_1")).isInstanceOf(IllegalStateException.class);
        assertTotals("28000", "28000", "0", "0");
    }

    @Test
    void a_declined_card_holds_nothing_and_stays_declined() {
        String key = aKey();

        assertThatThrownBy(() -> processor.authorise(key, "card-declined", PRICE))
                .isInstanceOfSatisfying(
                        CardDeclinedException.class, e -> assertThat(e.reason()).isEqualTo("card declined"));
        assertThatThrownBy(() -> processor.authorise(key, "card-declined", PRICE))
                .isInstanceOf(CardDeclinedException.class);
        assertThatThrownBy(() -> processor.authorise(aKey(), "card-of-nobody", PRICE))
                .isInstanceOfSatisfying(
                        CardDeclinedException.class, e -> assertThat(e.reason()).isEqualTo("unknown card"));
        assertThat(processor.find(key)).isEmpty();
        assertTotals("0", "0", "0", "0");
    }

    @Test
    void a_slow_card_takes_effect_before_it_answers() {
        String key = aKey();

        assertThatThrownBy(() -> processor.authorise(key, "card-slow", PRICE))
                .isInstanceOf(ProcessorUnavailableException.class);

        assertThat(processor.find(key)).isPresent();
    }

    @Test
    void of_a_card_that_times_out_only_the_first_answer_is_lost() throws CardDeclinedException {
        String holding = aKey();
        String taking = aKey();

        assertThatThrownBy(() -> processor.authorise(holding, "card-timeout", PRICE))
                .isInstanceOf(ProcessorUnavailableException.class);
        Authorisation held = processor.authorise(holding, "card-timeout", PRICE);
        assertThatThrownBy(() -> processor.charge(taking, held.id())).isInstanceOf(ProcessorUnavailableException.class);

        assertThat(processor.find(taking)).containsInstanceOf(Charge.class);
        assertTotals("28000", "0", "28000", "0");
    }

    @Test
    void requests_that_arrive_twice_at_once_are_applied_once() throws CardDeclinedException {
        for (int i = 0; i < 10; i++) {
            Authorisation held = processor.authorise(aKey(), "card-twice", PRICE);
            processor.charge(aKey(), held.id());
        }

        assertTotals("280000", "0", "280000", "0");
    }

    @Test
    void a_void_key_that_nothing_was_asked_under_is_refused_when_it_comes_late() {
        String key = aKey();

        processor.makeVoid(key);
        processor.makeVoid(key);

        assertThatThrownBy(() -> processor.authorise(key, "card-ok", PRICE)).isInstanceOf(VoidKeyException.class);
        assertThatThrownBy(() -> processor.charge(key, "auth_1")).isInstanceOf(VoidKeyException.class);
        assertThat(processor.find(key)).isEmpty();
        assertThat(simulator.totals()).isEmpty();
    }

    @Test
    void a_void_authorisation_is_released_and_can_not_be_charged() throws CardDeclinedException {
        String key = aKey();
        Authorisation held = processor.authorise(key, "card-ok", PRICE);

        processor.makeVoid(key);

        assertThatThrownBy(() -> processor.charge(aKey(), held.id())).isInstanceOf(CardDeclinedException.class);
        assertThatThrownBy(() -> processor.authorise(key, "card-ok", PRICE)).isInstanceOf(VoidKeyException.class);
        assertTotals("28000", "0", "0", "0");
    }

    @Test
    void a_void_charge_is_given_back_and_releases_what_was_held() throws CardDeclinedException {
        String holding = aKey();
        String taking = aKey();
        Authorisation held = processor.authorise(holding, "card-ok", PRICE);
        processor.charge(taking, held.id());

        assertThatThrownBy(() -> processor.makeVoid(holding)).isInstanceOf(IllegalStateException.class);
        processor.makeVoid(taking);
        processor.makeVoid(taking);
        processor.makeVoid(holding);

        assertThatThrownBy(() -> processor.charge(taking, held.id())).isInstanceOf(VoidKeyException.class);
        assertTotals("28000", "0", "28000", "28000");
    }

    @Test
    void what_is_held_is_charged_once_and_refunded_once() throws CardDeclinedException {
        Authorisation held = processor.authorise(aKey(), "card-ok", PRICE);
        Charge taken = processor.charge(aKey(), held.id());
        String giving = aKey();

        assertThatThrownBy(() -> processor.charge(aKey(), held.id())).isInstanceOf(CardDeclinedException.class);
        Refund given = processor.refund(giving, taken.id());
        Refund repeated = processor.refund(giving, taken.id());
        Refund more = processor.refund(aKey(), taken.id());

        assertThat(given.amount()).isEqualTo(PRICE);
        assertThat(repeated).isEqualTo(given);
        assertThat(more.amount()).isEqualTo(Money.won(0));
        assertTotals("28000", "0", "28000", "28000");
    }

    @Test
    void the_same_seed_makes_the_same_trouble() {
        simulator.behave(CALM.declined(40));
        List<Boolean> first = fatesOf(12);
        simulator.behave(CALM.declined(40));
        List<Boolean> second = fatesOf(12);

        assertThat(second).isEqualTo(first).contains(true, false);
    }

    @Test
    void charges_of_a_good_card_may_be_made_to_time_out() throws CardDeclinedException {
        simulator.behave(CALM.timeoutAfterCharge(100));
        Authorisation held = processor.authorise(aKey(), "card-ok", PRICE);
        String taking = aKey();

        assertThatThrownBy(() -> processor.charge(taking, held.id())).isInstanceOf(ProcessorUnavailableException.class);

        assertThat(processor.find(taking)).containsInstanceOf(Charge.class);
    }

    static String aKey() {
        return UUID.randomUUID() + "/step";
    }

    void assertTotals(String authorised, String held, String charged, String refunded) {
        assertThat(simulator.totals()).containsExactly(new Totals("KRW", authorised, held, charged, refunded));
    }

    private List<Boolean> fatesOf(int requests) {
        List<Boolean> accepted = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            try {
                processor.authorise(aKey(), "card-ok", PRICE);
                accepted.add(true);
            } catch (CardDeclinedException e) {
                accepted.add(false);
            }
        }
        return accepted;
    }
}
