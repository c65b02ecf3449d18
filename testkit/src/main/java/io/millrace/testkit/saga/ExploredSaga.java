package io.millrace.testkit.saga;

import io.millrace.saga.SagaInstance;
import io.millrace.saga.SagaSimulation;
import java.util.Map;

/**
 * A saga after much has gone wrong, when the world has become quiet and time has passed.
 *
 * @param effects what the world has of its steps, by their ids
 * @param restful whether it came to rest
 */
public record ExploredSaga<S extends Record>(SagaSimulation<S> saga, Map<String, StepEffect> effects, boolean restful) {

    public SagaInstance instance() {
        return saga.instance();
    }

    /** Whether the step took effect and was not undone. */
    public boolean stands(String step) {
        StepEffect effect = effects.get(step);
        return effect != null && effect.stands();
    }
}
