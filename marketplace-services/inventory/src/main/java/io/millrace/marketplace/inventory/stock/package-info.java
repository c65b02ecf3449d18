/** Products, and how much of each is for sale. */
@NullMarked
package io.millrace.marketplace.inventory.stock;

import org.jspecify.annotations.NullMarked;
