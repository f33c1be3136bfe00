package dev.flexgate.negotiation;

/** What a site asks in one round: forecast price plus scarcity, currency per MWh of IT work, a period each. */
public record PriceSchedule(int round, int site, Series pricePerMwh) {}
