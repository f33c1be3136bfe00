package dev.flexgate.beckn;

/** What the inbox makes of a message. */
enum Taken {
    /** It is kept and will be answered. */
    NEW,
    /** The same bytes came before: the same acknowledgement again, and nothing else. */
    REPEATED,
    /** Other bytes came before under this id. */
    CONFLICT
}
