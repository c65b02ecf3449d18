package io.millrace.spring;

import java.util.Collection;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.metadata.CompositeDataSourcePoolMetadataProvider;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;

/** How many partitions a consumer works at the same time: together consumers leave half of the pool to others. */
final class ConsumerConcurrency {

    private static final int MOST = 4;

    private final @Nullable Integer wanted;
    private final DataSource dataSource;
    private final DataSourcePoolMetadataProvider pools;

    ConsumerConcurrency(
            @Nullable Integer wanted, DataSource dataSource, Collection<DataSourcePoolMetadataProvider> pools) {
        this.wanted = wanted;
        this.dataSource = dataSource;
        this.pools = new CompositeDataSourcePoolMetadataProvider(pools);
    }

    /** For each of so many consumers. */
    int among(int consumers) {
        if (wanted != null) {
            return wanted;
        }
        DataSourcePoolMetadata pool = pools.getDataSourcePoolMetadata(dataSource);
        Integer size = pool == null ? null : pool.getMax();
        return size == null ? MOST : Math.clamp(size / 2 / Math.max(1, consumers), 1, MOST);
    }
}
