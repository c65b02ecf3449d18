package io.millrace.spring;

/** Writes to the transaction's connection what an object-relational mapper still holds back. */
@FunctionalInterface
interface Flush {

    void flush();

    static Flush nothing() {
        return () -> {};
    }
}
