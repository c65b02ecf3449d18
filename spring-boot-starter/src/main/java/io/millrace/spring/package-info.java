/** Millrace in a Spring Boot application: beans, transactions, consumers found as beans, health and metrics. */
@NullMarked
package io.millrace.spring;

import org.jspecify.annotations.NullMarked;
