package io.millrace.testkit.evolution;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the components of a record that are null though they may not be. */
final class MissingComponents {

    private final List<String> missing = new ArrayList<>();

    private MissingComponents() {}

    /** Their paths, such as {@code items[].price}. */
    static List<String> of(Object event) {
        MissingComponents found = new MissingComponents();
        found.look("", event);
        return found.missing.stream().distinct().toList();
    }

    private void look(String path, @Nullable Object value) {
        switch (value) {
            case Record record -> lookInto(path, record);
            case Collection<?> all -> all.forEach(one -> look(path + "[]", one));
            case Map<?, ?> all -> all.values().forEach(one -> look(path + "[]", one));
            case null, default -> {}
        }
    }

    private void lookInto(String path, Record record) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            String name = path.isEmpty() ? component.getName() : path + "." + component.getName();
            Object value = valueOf(component, record);
            if (value == null && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                missing.add(name);
            }
            look(name, value);
        }
    }

    private static @Nullable Object valueOf(RecordComponent component, Record record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("can't read " + component, e);
        }
    }
}
