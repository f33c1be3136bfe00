package dev.flexgate.audit;

/** What a record is about. One record is one decision or one change of state. */
public enum RecordType {
    /** A forecast was issued or taken in. */
    FORECAST_USED,
    /** A site, policy or setting came to be or changed. */
    CONFIG_CHANGED,
    /** A job was taken in or changed its state. */
    JOB_DECIDED,
    /** The agents agreed on a plan. */
    PLAN_AGREED,
    /** A slot was published, changed, withdrawn or lapsed. */
    SLOT_PUBLISHED,
    /** A counterparty's message was accepted. */
    ORDER_RECEIVED,
    /** An order entered a state, or a step was refused. */
    ORDER_DECIDED,
    /** A message was refused before it reached the market. */
    MESSAGE_REFUSED,
    /** What became of a promised message. */
    CALLBACK_OUTCOME,
    /** A signing key was created, activated, retired or revoked. */
    KEY_EVENT
}
