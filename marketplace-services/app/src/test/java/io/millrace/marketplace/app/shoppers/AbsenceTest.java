package io.millrace.marketplace.app.shoppers;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.millrace.testkit.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AbsenceTest {

    private final RuntimeException noAnswer = new ShopDoesNotAnswerException("nobody is there");

    private final Logger log = (Logger) LoggerFactory.getLogger(Absence.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final SettableClock clock = SettableClock.at("2026-03-01T12:00:00Z");
    private final Absence absence = new Absence(clock);

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(lines);
    }

    @Test
    void a_shop_that_answers_keeps_nobody_away() {
        absence.answered();

        assertThat(absence.remaining()).isZero();
        assertThat(lines.list).isEmpty();
    }

    @Test
    void each_failure_keeps_shoppers_away_for_longer_up_to_half_a_minute() {
        absence.failed(noAnswer);
        assertThat(absence.remaining()).isEqualTo(Duration.ofSeconds(1));

        failAgainAfterEachAbsence();
        assertThat(absence.remaining()).isEqualTo(Duration.ofSeconds(2));

        for (int i = 0; i < 10; i++) {
            failAgainAfterEachAbsence();
        }
        assertThat(absence.remaining()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void many_who_fail_at_once_count_as_one() {
        for (int i = 0; i < 16; i++) {
            absence.failed(noAnswer);
        }

        assertThat(absence.remaining()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void the_log_hears_when_it_begins_and_when_it_is_over() {
        absence.failed(noAnswer);
        for (int i = 0; i < 100; i++) {
            failAgainAfterEachAbsence();
        }
        absence.answered();
        absence.answered();

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        begins -> assertThat(begins).contains("does not answer", "nobody is there"),
                        ends -> assertThat(ends).contains("answers its shoppers again"));
    }

    private void failAgainAfterEachAbsence() {
        clock.advance(absence.remaining());
        absence.failed(noAnswer);
    }
}
