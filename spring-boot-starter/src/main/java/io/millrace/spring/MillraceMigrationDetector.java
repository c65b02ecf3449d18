package io.millrace.spring;

import java.util.Set;
import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;

/** Makes JPA and whatever else uses the database wait for the migration, which itself waits for the user's Flyway. */
final class MillraceMigrationDetector extends AbstractBeansOfTypeDatabaseInitializerDetector {

    private static final int AFTER_THE_OTHERS = 1_000;

    @Override
    protected Set<Class<?>> getDatabaseInitializerBeanTypes() {
        return Set.of(MillraceMigration.class);
    }

    @Override
    public int getOrder() {
        return AFTER_THE_OTHERS;
    }
}
