@NullMarked
package io.millrace.rabbitmq;

import org.jspecify.annotations.NullMarked;
