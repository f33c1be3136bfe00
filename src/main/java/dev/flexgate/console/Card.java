package dev.flexgate.console;

/**
 * A number that stands on its own, with what it is about.
 *
 * @param title what it is
 * @param amount the number
 * @param text its interval and what it is compared with
 * @param path where to see how it came about; empty where there is nothing
 * @param link the words of that link
 */
public record Card(String title, Amount amount, String text, String path, String link) {}
