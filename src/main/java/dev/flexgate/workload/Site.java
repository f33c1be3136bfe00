package dev.flexgate.workload;

/**
 * A data centre whose computing can flex.
 *
 * @param id its name in FlexGate
 * @param name its name for people
 * @param operator the tenant that runs it
 * @param grid where it hangs on the grid
 * @param place where it stands
 * @param power what it can power
 */
public record Site(SiteId id, String name, TenantId operator, GridArea grid, Place place, SitePower power) {

    public Site {
        Names.text(name, "name");
    }
}
