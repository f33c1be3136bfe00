package dev.flexgate.planning;

/**
 * An agent that did not answer in time, or not from its brief; the coordinator went on without it, by the same
 * rules and from the same brief.
 *
 * @param agent its address
 * @param round in which; 0 for the opening
 * @param why what was heard instead
 */
record Absence(String agent, int round, String why) {}
