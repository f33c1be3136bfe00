package dev.flexgate.beckn.message;

/** A forecast value with its band: with 80 % confidence it ends between {@code p10} and {@code p90}. */
public record Spread<T>(T p10, T p50, T p90) {}
