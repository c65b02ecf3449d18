package io.millrace.marketplace.app.shoppers;

/** The shop can't be reached, or can't serve just now. */
final class ShopDoesNotAnswerException extends RuntimeException {

    ShopDoesNotAnswerException(String message) {
        super(message);
    }

    ShopDoesNotAnswerException(String message, Throwable cause) {
        super(message, cause);
    }
}
