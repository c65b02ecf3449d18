package io.millrace.marketplace.ordering.catalogue;

/** Nothing was heard of any product so far; that ends by itself. */
public class EmptyCatalogueException extends RuntimeException {

    EmptyCatalogueException() {
        super("The prices have not arrived here yet; try again in a moment.");
    }
}
