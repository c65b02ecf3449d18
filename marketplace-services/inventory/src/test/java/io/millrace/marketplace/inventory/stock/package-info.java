@NullMarked
package io.millrace.marketplace.inventory.stock;

import org.jspecify.annotations.NullMarked;
