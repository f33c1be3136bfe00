package dev.flexgate.negotiation;

/**
 * One run of a job in an earlier plan, offered again at the opening. Names sites by id, so that it stays true
 * when sites come and go; one that no longer fits is left out.
 */
public record StandingBid(String jobId, String siteId, int from, int until, long watts) {}
