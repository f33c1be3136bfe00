package dev.flexgate.news;

/** Whom a kind of event concerns; the operator of the gateway sees all of them. */
public enum Audience {
    /** Anybody who may listen: what is public anyway. */
    EVERYBODY,
    /** The tenants, participants and counterparties that the record names. */
    PARTIES,
    /** Nobody but the operator. */
    OPERATOR
}
