package dev.flexgate.feed;

/** What is asked for: one signal of one zone, whoever provides it. */
public record Topic(Zone zone, Signal signal) {}
