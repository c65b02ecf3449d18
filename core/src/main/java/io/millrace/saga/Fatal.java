package io.millrace.saga;

/** Tells what no saga can be blamed for. */
final class Fatal {

    private Fatal() {}

    /** Throws it again if the virtual machine can't be relied on any more; an overflown stack is a step's own doing. */
    static void rethrow(Throwable failure) {
        if (failure instanceof VirtualMachineError fatal && !(fatal instanceof StackOverflowError)) {
            throw fatal;
        }
    }
}
