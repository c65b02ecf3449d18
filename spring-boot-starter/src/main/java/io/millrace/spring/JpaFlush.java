package io.millrace.spring;

import jakarta.persistence.EntityManagerFactory;
import org.springframework.dao.support.DataAccessUtils;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.orm.jpa.JpaDialect;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Flushes the EntityManager of the active transaction, which otherwise writes only inside the commit. */
final class JpaFlush implements Flush {

    private final EntityManagerFactory factory;
    private final JpaDialect dialect;

    JpaFlush(EntityManagerFactory factory, JpaDialect dialect) {
        this.factory = factory;
        this.dialect = dialect;
    }

    @Override
    public void flush() {
        if (!(TransactionSynchronizationManager.getResource(factory) instanceof EntityManagerHolder holder)) {
            return;
        }
        try {
            holder.getEntityManager().flush();
        } catch (RuntimeException e) {
            throw DataAccessUtils.translateIfNecessary(e, dialect);
        }
    }
}
