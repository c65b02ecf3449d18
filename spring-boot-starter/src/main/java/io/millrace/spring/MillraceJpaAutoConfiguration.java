package io.millrace.spring;

import jakarta.persistence.EntityManagerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** Where transactions are those of JPA, what it holds back is written before the outbox. */
@AutoConfiguration(after = MillraceDatabaseAutoConfiguration.class)
@ConditionalOnClass({JpaTransactionManager.class, EntityManagerFactory.class})
@ConditionalOnSingleCandidate(PlatformTransactionManager.class)
public class MillraceJpaAutoConfiguration {

    @Bean
    Flush millraceFlush(PlatformTransactionManager transactionManager) {
        return transactionManager instanceof JpaTransactionManager jpa && jpa.getEntityManagerFactory() != null
                ? new JpaFlush(jpa.getEntityManagerFactory(), jpa.getJpaDialect())
                : Flush.nothing();
    }
}
