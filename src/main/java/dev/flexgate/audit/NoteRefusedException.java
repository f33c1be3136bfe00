package dev.flexgate.audit;

/** A signed note, checkpoint, verifier key or proof file that is malformed or whose signature is not genuine. */
public final class NoteRefusedException extends RuntimeException {

    NoteRefusedException(String why) {
        super(why);
    }
}
