/** Durable sagas: a definition as data, a pure machine that decides, and a runner that carries out. */
@NullMarked
package io.millrace.saga;

import org.jspecify.annotations.NullMarked;
