package io.millrace.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.consumer.IncomingMessage;
import io.millrace.consumer.PartitionProcessor;
import io.millrace.deadletter.LetterFilter;
import io.millrace.deadletter.Operator;
import io.millrace.operations.DeadLetterOperations;
import io.millrace.operations.NoSuchLetterException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators do with dead letters, and what they are refused. */
class DeadLetterOperationsTest {

    private static final Operator KIM = ConsumerFixture.OPERATOR;

    private final ConsumerFixture fixture = new ConsumerFixture();
    private final DeadLetterOperations operations = new DeadLetterOperations(fixture.deadLetters);

    @BeforeEach
    void park() {
        PartitionProcessor processor = fixture.processor(number -> {});
        IncomingMessage broken = ConsumerFixture.message("a", 1, "{broken");
        processor.process(List.of(broken, ConsumerFixture.message("a", 2), ConsumerFixture.message("b", 3, "{")));
        assertThat(fixture.letters()).containsExactly("1 PARKED", "2 HELD", "3 PARKED");
    }

    @Test
    void a_dry_run_tells_how_many_would_be_redriven_and_changes_nothing() {
        assertThat(operations.redrivable(LetterFilter.all())).isEqualTo(2);
        assertThat(operations.redrivable(LetterFilter.all().key("a"))).isEqualTo(1);
        assertThat(fixture.letters()).containsExactly("1 PARKED", "2 HELD", "3 PARKED");

        assertThat(operations.redrive(LetterFilter.all(), KIM, 10)).isEqualTo(2);
        assertThat(fixture.letters()).containsExactly("1 REDRIVING", "2 HELD", "3 REDRIVING");
    }

    @Test
    void one_letter_is_shown_with_what_was_done_to_it() {
        long number = numberOf("t-0@1");
        operations.redrive(number, KIM);

        DeadLetterOperations.Shown shown = operations.show(number);

        assertThat(shown.filed().letter().payload()).isEqualTo("{broken");
        assertThat(shown.actions()).singleElement().satisfies(action -> {
            assertThat(action.operator()).isEqualTo(KIM);
            assertThat(action.letter()).isEqualTo(number);
        });
        assertThatThrownBy(() -> operations.show(99)).isInstanceOf(NoSuchLetterException.class);
    }

    @Test
    void what_can_not_be_meant_is_refused_with_what_can() {
        assertThatThrownBy(() -> operations.redrive(numberOf("t-0@2"), KIM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redrive the parked one before it");
        assertThatThrownBy(() -> operations.redrive(99, KIM)).isInstanceOf(NoSuchLetterException.class);
        assertThatThrownBy(() -> operations.redrive(LetterFilter.all(), KIM, 0))
                .hasMessageContaining("a rate is more than 0");
        assertThatThrownBy(() -> operations.redrive(LetterFilter.all(), KIM, Double.NaN))
                .hasMessageContaining("a rate is more than 0");
        assertThatThrownBy(() -> operations.list(LetterFilter.all(), 0)).hasMessageContaining("1 to 500");
        assertThatThrownBy(() -> operations.discard(LetterFilter.all(), KIM))
                .hasMessageContaining("say which letters to discard");
        assertThatThrownBy(() -> new Operator("", "because")).hasMessageContaining("say who does it");
        assertThatThrownBy(() -> new Operator("kim", " ")).hasMessageContaining("say why");
        assertThat(fixture.letters()).containsExactly("1 PARKED", "2 HELD", "3 PARKED");
    }

    @Test
    void a_discarded_letter_is_not_discarded_again() {
        long number = numberOf("t-0@1");
        operations.discard(number, KIM);

        assertThat(fixture.letters()).containsExactly("1 DISCARDED", "2 HELD", "3 PARKED");
        assertThatThrownBy(() -> operations.discard(number, KIM)).hasMessageContaining("is DISCARDED already");
        assertThatThrownBy(() -> operations.redrive(number, KIM)).hasMessageContaining("was discarded");
    }

    @Test
    void letters_of_one_cause_are_discarded_together() {
        String fingerprint = operations.groups(LetterFilter.all(), 1).getFirst().fingerprint();

        assertThat(operations.discard(LetterFilter.all().fingerprint(fingerprint), KIM))
                .isEqualTo(2);
        assertThat(fixture.letters()).containsExactly("1 DISCARDED", "2 HELD", "3 DISCARDED");
    }

    private long numberOf(String location) {
        return operations.list(LetterFilter.all(), 100).stream()
                .filter(filed -> filed.letter().location().equals(location))
                .findFirst()
                .orElseThrow()
                .number();
    }
}
