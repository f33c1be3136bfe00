package dev.flexgate.beckn.discovery;

/** By whose rules a part of a filter is read: told by where its question mark stands. */
enum FilterForm {
    /**
     * {@code [?...]}: RFC 9535 with what Jayway adds. A test is true or false, an array is one value, and a name
     * selects nothing of an array.
     */
    JSONPATH,
    /**
     * {@code ? (...)}: PostgreSQL's SQL/JSON path in lax mode. A test may be unknown, and an array stands for its
     * elements.
     */
    SQL
}
