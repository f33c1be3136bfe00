package dev.flexgate.console;

import java.util.List;

/**
 * The first page.
 *
 * @param lamps what must be well
 * @param tabs the sites to choose from
 * @param charts the next day at the chosen site, on one time axis; none before the first plan
 * @param slots what is for sale in it, a lane a site
 * @param cards numbers that stand on their own
 */
public record Overview(List<Lamp> lamps, List<SiteTab> tabs, List<Chart> charts, Timeline slots, List<Card> cards) {

    /** A site to choose. */
    public record SiteTab(String name, String path, boolean chosen) {}
}
