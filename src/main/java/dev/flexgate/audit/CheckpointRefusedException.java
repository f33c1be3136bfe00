package dev.flexgate.audit;

/**
 * The signer was asked for a second history: a smaller tree, another root for a size it has signed, or a tree
 * that does not continue the last one. The database behind the log has lost or changed entries; nothing may be
 * published until a person has looked.
 */
public final class CheckpointRefusedException extends RuntimeException {

    CheckpointRefusedException(String why) {
        super(why);
    }
}
