@NullMarked
package io.millrace.marketplace.app.shoppers;

import org.jspecify.annotations.NullMarked;
