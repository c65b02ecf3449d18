/** What docs/quickstart.md says of the service, tried. */
@NullMarked
package com.example.shop;

import org.jspecify.annotations.NullMarked;
