package dev.flexgate.execution;

/** The file of executors cannot be used; says where and what to write instead. */
public final class ExecutorFileException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ExecutorFileException(String fault) {
        super("the file of executors cannot be used: " + fault);
    }
}
