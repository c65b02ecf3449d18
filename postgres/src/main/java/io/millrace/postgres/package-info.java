/** Every durable port on PostgreSQL, by plain JDBC. */
@NullMarked
package io.millrace.postgres;

import org.jspecify.annotations.NullMarked;
