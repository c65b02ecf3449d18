/** What each service says of its own books to whoever compares them: numbers of orders, never what is in them. */
@NullMarked
package io.millrace.marketplace.service.audit;

import org.jspecify.annotations.NullMarked;
