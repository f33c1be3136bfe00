package dev.flexgate.flexibility;

/** Somebody tried to bring a thing into a state that does not follow from the one it is in. */
public final class IllegalTransitionException extends RuntimeException {

    private final String entity;
    private final String id;
    private final int version;
    private final String from;
    private final String to;

    IllegalTransitionException(String entity, String id, int version, String from, String to) {
        super(entity + " " + id + " is " + from + "; " + to + " does not follow from it");
        this.entity = entity;
        this.id = id;
        this.version = version;
        this.from = from;
        this.to = to;
    }

    String entity() {
        return entity;
    }

    String id() {
        return id;
    }

    int version() {
        return version;
    }

    public String from() {
        return from;
    }

    public String to() {
        return to;
    }
}
