/** Publishes to Apache Kafka and consumes from it: CloudEvents in binary mode, JSON bodies. */
@NullMarked
package io.millrace.kafka;

import org.jspecify.annotations.NullMarked;
