/** Which messages of other services inventory acts on. */
@NullMarked
package io.millrace.marketplace.inventory.messages;

import org.jspecify.annotations.NullMarked;
