package dev.flexgate.beckn.message;

/**
 * Where people help; every part may be empty.
 *
 * @param name who helps
 * @param phone E.164
 * @param hours when, for people
 * @param ticket under which the question was taken; empty in a preview
 */
public record SupportDesk(String name, String email, String phone, String url, String hours, String ticket) {}
