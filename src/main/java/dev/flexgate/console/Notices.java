package dev.flexgate.console;

/**
 * What is not real about what is shown; said on every page.
 *
 * @param sample whether sites, jobs and offers are sample data
 * @param simulatedFeeds how many signals are simulated because no provider answers
 * @param feeds how many signals there are
 * @param testClock whether time is a test clock's
 */
public record Notices(boolean sample, long simulatedFeeds, long feeds, boolean testClock) {

    public boolean any() {
        return sample || simulatedFeeds > 0 || testClock;
    }
}
