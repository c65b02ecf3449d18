/** What an operator may do. */
@NullMarked
package io.millrace.operations;

import org.jspecify.annotations.NullMarked;
