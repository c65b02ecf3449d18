package io.millrace.spring;

import io.millrace.aggregate.Snapshots;
import io.millrace.consumer.ConsumerFences;
import io.millrace.consumer.Inbox;
import io.millrace.deadletter.CopiedDeadLetters;
import io.millrace.deadletter.DeadLetterCopy;
import io.millrace.deadletter.DeadLetters;
import io.millrace.log.Checkpoints;
import io.millrace.postgres.Database;
import io.millrace.postgres.JdbcTransactions;
import io.millrace.postgres.PostgresCheckpoints;
import io.millrace.postgres.PostgresConsumerFences;
import io.millrace.postgres.PostgresDeadLetters;
import io.millrace.postgres.PostgresInbox;
import io.millrace.postgres.PostgresOutages;
import io.millrace.postgres.PostgresSnapshots;
import io.millrace.postgres.Schema;
import io.millrace.work.Outages;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.PlatformTransactionManager;

/** Millrace's tables in the application's database, and the ports that need nothing else. */
@AutoConfiguration(
        after = {DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class},
        afterName = "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration")
@ConditionalOnSingleCandidate(DataSource.class)
@EnableConfigurationProperties(MillraceProperties.class)
public class MillraceDatabaseAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Schema millraceSchema(MillraceProperties properties) {
        return new Schema(properties.schema());
    }

    @Bean
    @ConditionalOnMissingBean
    Clock millraceClock() {
        return Clock.systemUTC();
    }

    @Bean
    MillraceMigration millraceMigration(DataSource dataSource, Schema schema, MillraceProperties properties) {
        return new MillraceMigration(dataSource, schema, properties.migrate());
    }

    @Bean
    @ConditionalOnMissingBean
    JdbcTransactions millraceTransactions(DataSource dataSource, PlatformTransactionManager transactionManager) {
        return new SpringTransactions(dataSource, transactionManager);
    }

    /** Whoever works with Millrace's tables gets them migrated. */
    @Bean
    @ConditionalOnMissingBean
    Database millraceDatabase(
            DataSource dataSource, JdbcTransactions transactions, Schema schema, MillraceMigration migration) {
        return new Database(SpringTransactions.target(dataSource), transactions, schema);
    }

    @Bean
    @ConditionalOnMissingBean
    Inbox millraceInbox(Database database) {
        return new PostgresInbox(database);
    }

    @Bean
    @ConditionalOnMissingBean
    Checkpoints millraceCheckpoints(Database database) {
        return new PostgresCheckpoints(database);
    }

    /** With a copy to wherever the application wants one. */
    @Bean
    @ConditionalOnMissingBean
    DeadLetters millraceDeadLetters(Database database, ObjectProvider<DeadLetterCopy> copy) {
        DeadLetters letters = new PostgresDeadLetters(database);
        DeadLetterCopy wanted = copy.getIfUnique();
        return wanted == null ? letters : new CopiedDeadLetters(letters, database.transactions(), wanted);
    }

    @Bean
    @ConditionalOnMissingBean
    ConsumerFences millraceConsumerFences(Database database) {
        return new PostgresConsumerFences(database);
    }

    @Bean
    @ConditionalOnMissingBean
    Snapshots millraceSnapshots(Database database) {
        return new PostgresSnapshots(database);
    }

    @Bean
    @ConditionalOnMissingBean
    Outages millraceOutages() {
        return new PostgresOutages().or(Outages.defaults());
    }
}
