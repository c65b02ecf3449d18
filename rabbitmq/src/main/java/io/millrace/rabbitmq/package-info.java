/** Publishes to RabbitMQ and consumes from it: CloudEvents in binary mode, JSON bodies. */
@NullMarked
package io.millrace.rabbitmq;

import org.jspecify.annotations.NullMarked;
