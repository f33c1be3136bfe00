package dev.flexgate.audit;

/** What a record is about. One record is one decision or one change of state. */
public enum RecordType {
    /** A forecast was issued or taken in. */
    FORECAST_USED,
    /** What forecasts are made with was learnt anew. */
    MODEL_TRAINED,
    /** A site, policy or setting came to be or changed. */
    CONFIG_CHANGED,
    /** A job was taken in or changed its state. */
    JOB_DECIDED,
    /** The agents agreed on a plan. */
    PLAN_AGREED,
    /** A job that has begun was ordered to go on at another site, or that was changed, taken back, answered, refused or done. */
    JOB_MIGRATION,
    /** Somebody proposed a plan that does not stand, or took such a proposal back. */
    PLAN_PROPOSED,
    /** A tenant's use passed a threshold of its budget. */
    BUDGET_WARNED,
    /** A slot was published, changed, withdrawn or lapsed. */
    SLOT_PUBLISHED,
    /** A part of the catalogue was given to a catalogue service, or the service said what it made of it. */
    CATALOG_PUBLISHED,
    /** A participant subscribed to the catalogue or no longer does, or was given the whole of it. */
    CATALOG_SHARED,
    /** A counterparty's message was accepted. */
    ORDER_RECEIVED,
    /** An order entered a state, or a step was refused. */
    ORDER_DECIDED,
    /** A message was refused before it reached the market. */
    MESSAGE_REFUSED,
    /** What became of a promised message. */
    CALLBACK_OUTCOME,
    /** We asked a partner for a step of a purchase. */
    PURCHASE_ASKED,
    /** A partner answered a step of a purchase, refused it, could not be reached, or told news of it. */
    PURCHASE_ANSWERED,
    /** Readings of meters were taken in. */
    READING_ACCEPTED,
    /** A day was declared not to count for baselines. */
    EVENT_DAY_DECLARED,
    /** A contract is to be settled, or is not any more. */
    SETTLEMENT_OPENED,
    /** What would have been read without the event was fixed. */
    BASELINE_FROZEN,
    /** What was delivered in a half-hour was found, or that finding changed its state. */
    DELIVERED_VOLUME,
    /** The money of a half-hour was calculated, or that line changed its state. */
    SETTLEMENT_LINE,
    /** A signing key was created, activated, retired or revoked. */
    KEY_EVENT,
    /** A grid operator asked for load to move. */
    NEED_RECEIVED,
    /** A need was found valid or not, answered, filled or not. */
    NEED_DECIDED,
    /** An offer was made to a grid operator. */
    OFFER_SUBMITTED,
    /** An offer was acknowledged, ordered, declined, taken back or lapsed. */
    OFFER_DECIDED,
    /** A step was asked of a need, an offer or an order of a grid operator that it may not take. */
    FLEX_STEP_REFUSED,
    /** A webhook subscription came to be, changed, was disabled or was deleted. */
    SUBSCRIPTION_CHANGED,
    /** An operator held, let go, sent again or threw away what the outbox owes. */
    DELIVERY_INTERVENED,
    /** An instruction to a site was planned. */
    DISPATCH_PLANNED,
    /** An instruction was issued to its site, or issued again as its next revision. */
    DISPATCH_ISSUED,
    /** A site took an instruction. */
    DISPATCH_ACKED,
    /** A site refused a revision of an instruction, or did not answer in time. */
    DISPATCH_UNANSWERED,
    /** The window of an instruction began and its site carries it out. */
    DISPATCH_STARTED,
    /** An instruction was completed, failed, overridden, cancelled or aborted. */
    DISPATCH_ENDED,
    /** A step was asked of an instruction that it may not take. */
    DISPATCH_STEP_REFUSED
}
