package dev.flexgate.console;

/**
 * The form that takes a key.
 *
 * @param next where to go then
 * @param refused whether the last key opened nothing
 */
public record SignInPage(String next, boolean refused) {}
