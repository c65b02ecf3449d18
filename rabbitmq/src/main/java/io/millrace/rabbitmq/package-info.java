/**
 * Publishes to RabbitMQ and consumes from it: CloudEvents in binary mode, JSON bodies.
 *
 * <p>A topic is a topic exchange of the same name, and the routing key is aggregate and event type, such as
 * {@code order.ordercreated}. Each consumer has one queue of its own name with a single active consumer. The instance
 * that is active spreads messages over lanes by their key and works several lanes in parallel, each in order; so the
 * order of a key needs no plugin and survives any number of instances, and one instance does the work.
 */
@NullMarked
package io.millrace.rabbitmq;

import org.jspecify.annotations.NullMarked;
