/** The service that docs/quickstart.md begins with, and what it adds. */
@NullMarked
package com.example.shop;

import org.jspecify.annotations.NullMarked;
