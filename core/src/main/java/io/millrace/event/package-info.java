/** Events as people write them and as they are stored: names, versions, metadata, JSON. */
@NullMarked
package io.millrace.event;

import org.jspecify.annotations.NullMarked;
