package dev.flexgate.flexibility.dispatch;

/**
 * Why a site does not take an instruction.
 *
 * @param text in few words, for people
 * @param forGood whether asking again is useless
 */
public record SiteRefusal(String text, boolean forGood) {}
