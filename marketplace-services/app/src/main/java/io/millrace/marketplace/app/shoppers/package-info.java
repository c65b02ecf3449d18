/** People who order without end, so that there is something to see. */
@NullMarked
package io.millrace.marketplace.app.shoppers;

import org.jspecify.annotations.NullMarked;
