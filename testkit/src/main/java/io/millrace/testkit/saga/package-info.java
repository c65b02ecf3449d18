/** Tests of sagas without database and broker: one path in sentences, or thousands at random. */
@NullMarked
package io.millrace.testkit.saga;

import org.jspecify.annotations.NullMarked;
