package dev.flexgate.identity.access;

/** What happened to an API key. */
public enum KeyChange {
    /** It was made, by a person or as the successor of another. */
    CREATED,
    /** It was rotated: its successor lives already, and it ends after the overlap. */
    ROTATED,
    /** It opens nothing any more. */
    REVOKED
}
