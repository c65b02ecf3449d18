package io.millrace.saga;

import io.millrace.saga.Step.Rejections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/** Maps of folds, by the class that they take in. */
final class Folds {

    private Folds() {}

    @SuppressWarnings("unchecked")
    static <S, T> Map<Class<?>, BiFunction<S, Object, S>> with(
            Map<Class<?>, BiFunction<S, Object, S>> folds, Class<T> type, BiFunction<S, T, S> fold) {
        Map<Class<?>, BiFunction<S, Object, S>> all = new LinkedHashMap<>(folds);
        all.put(type, (BiFunction<S, Object, S>) fold);
        return all;
    }

    static <S, T> Rejections<S> with(Rejections<S> rejections, Class<T> type, BiFunction<S, T, S> fold) {
        return new Rejections<>(with(rejections.folds(), type, fold));
    }
}
