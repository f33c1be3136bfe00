package dev.flexgate.beckn;

/** How much the synchronous answer of a peer may be believed; a message has arrived in any case (NFH-007). */
public enum AnswerTrust {
    /** Its registered key signed the answer to exactly this request. */
    SIGNED,
    /** It carries no signature. */
    UNSIGNED,
    /** It carries one that does not fit. */
    WRONGLY_SIGNED
}
