package io.millrace.postgres;

import io.millrace.saga.Saga;
import io.millrace.saga.StepRun;
import java.util.List;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/** What of sagas is stored as JSON; the names of the components are durable by that. */
final class SagaJson {

    private static final TypeReference<List<StepRun>> RUNS = new TypeReference<>() {};

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private SagaJson() {}

    static String ofShape(List<Saga.StepShape> shape) {
        return MAPPER.writeValueAsString(shape);
    }

    static String ofRuns(List<StepRun> runs) {
        return MAPPER.writeValueAsString(runs.stream().map(SagaJson::storable).toList());
    }

    static List<StepRun> runs(String json) {
        return MAPPER.readValue(json, RUNS);
    }

    /** As the table of steps can store it, so that both say the same. */
    private static StepRun storable(StepRun run) {
        String error = LetterRow.storable(run.error());
        return new StepRun(
                run.step(),
                run.direction(),
                run.status(),
                run.attempts(),
                run.startedAt(),
                run.triedAt(),
                run.failedSince(),
                run.dueAt(),
                run.endedAt(),
                error,
                run.endedSeq());
    }
}
