package io.millrace.testkit.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.saga.ForgetfulSagas;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaStatus;
import io.millrace.saga.SleepySagas;
import io.millrace.testkit.saga.Purchases.Declined;
import io.millrace.testkit.saga.Purchases.OutOfStock;
import io.millrace.testkit.saga.Purchases.Pack;
import io.millrace.testkit.saga.Purchases.Packed;
import io.millrace.testkit.saga.Purchases.Purchase;
import io.millrace.testkit.saga.Purchases.Release;
import io.millrace.testkit.saga.Purchases.Released;
import io.millrace.testkit.saga.Purchases.Reserve;
import io.millrace.testkit.saga.Purchases.Reserved;
import io.millrace.testkit.saga.Purchases.Ship;
import io.millrace.testkit.saga.Purchases.Shipped;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SagaExplorationTest {

    private static final int SEEDS = 20_000;

    private final Map<SagaStatus, Integer> endings = new EnumMap<>(SagaStatus.class);

    @Test
    void commands_with_a_pivot_hold_what_sagas_promise() {
        answering(SagaTest.explore(Purchases.byCommands(), Purchase.begun())).seeds(SEEDS);

        assertThat(endings.values()).hasSize(3).allMatch(times -> times > SEEDS / 1_000);
    }

    @Test
    void calls_with_probe_and_undo_hold_what_sagas_promise() {
        answering(SagaTest.explore(Purchases.byCalls(), Purchase.begun()))
                .settling("hold", Duration.ofSeconds(30))
                .seeds(SEEDS);

        assertThat(endings.values()).hasSize(3).allMatch(times -> times > SEEDS / 1_000);
    }

    @Test
    void all_kinds_of_steps_without_a_pivot_hold_what_sagas_promise() {
        answering(SagaTest.explore(Purchases.mixed(purchase -> {}), Purchase.begun()))
                .seeds(SEEDS);

        assertThat(endings.values()).hasSize(3).allMatch(times -> times > SEEDS / 1_000);
    }

    @Test
    void an_undo_that_is_registered_only_after_its_action_is_found_and_the_seed_fails_again() {
        for (Saga<Purchase> saga : List.of(Purchases.byCommands(), Purchases.byCalls())) {
            SagaExploration<Purchase> exploration =
                    answering(SagaExploration.of(() -> ForgetfulSagas.of(saga, Instant.EPOCH), Purchase.begun()));

            AssertionError found = catchThrowableOfType(AssertionError.class, () -> exploration.seeds(SEEDS));

            assertThat(found).hasMessageContainingAll("violates noEffectWithoutUndo", "Journal:", "STARTED");
            String message = String.valueOf(found.getMessage());
            long seed = Long.parseLong(message.replaceAll("(?s).*\\.replay\\((\\d+)\\).*", "$1"));
            assertThatThrownBy(() -> exploration.replay(seed))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage(message);
        }
    }

    @Test
    void a_call_that_settles_later_than_the_saga_believes_is_found() {
        SagaExploration<Purchase> exploration = answering(SagaTest.explore(Purchases.byCalls(), Purchase.begun()))
                .settling("hold", Duration.ofMinutes(5));

        assertThatThrownBy(() -> exploration.seeds(SEEDS))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("noEffectWithoutUndo: the effect of 'hold' still stands");
    }

    @Test
    void a_saga_that_waits_for_ever_is_found() {
        SagaExploration<Purchase> exploration = answering(
                SagaExploration.of(() -> SleepySagas.of(Purchases.byCommands(), Instant.EPOCH), Purchase.begun()));

        assertThatThrownBy(() -> exploration.seeds(SEEDS))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(
                        "endsOrIsSuspended: it is RUNNING for ever: give what it waits for an answerWithin");
    }

    @Test
    void an_invariant_of_the_users_own_is_looked_at_too() {
        SagaExploration<Purchase> exploration = answering(SagaTest.explore(Purchases.byCommands(), Purchase.begun()))
                .neverViolates(
                        "neverShips",
                        SagaInvariant.of(
                                "it was shipped",
                                explored -> explored.instance().status() != SagaStatus.COMPLETED));

        assertThatThrownBy(() -> exploration.seeds(SEEDS))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("neverShips: it was shipped");
    }

    @Test
    void a_command_that_nobody_was_told_to_answer_is_named() {
        assertThatThrownBy(() -> SagaTest.explore(Purchases.byCommands(), Purchase.begun())
                        .seeds(1_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("add .answering(Reserve.class");
    }

    private SagaExploration<Purchase> answering(SagaExploration<Purchase> exploration) {
        return exploration
                .answering(
                        Reserve.class,
                        command -> List.of(new Reserved("A1"), new Reserved("A2"), new OutOfStock("none")))
                .answering(Release.class, command -> List.of(new Released(command.id())))
                .answering(Pack.class, command -> List.of(new Packed("B1")))
                .answering(Ship.class, command -> List.of(new Shipped("T1")))
                .calling("authorise", purchase -> List.of("a-1", "a-1", new Declined(), new IOException("down")))
                .calling("hold", purchase -> List.of("h-1", "h-2", "h-3", new Declined()))
                .calling("capture", purchase -> List.of("c-1", new IOException("down")))
                .neverViolates("counted", explored -> {
                    endings.merge(explored.instance().status(), 1, Integer::sum);
                    return Optional.empty();
                });
    }
}
