package dev.flexgate.console.work;

import dev.flexgate.audit.LogReader;
import dev.flexgate.budget.Budgets;
import dev.flexgate.console.Times;
import dev.flexgate.feed.FeedAgent;
import dev.flexgate.feed.Readings;
import dev.flexgate.forecast.ForecastAgent;
import dev.flexgate.forecast.Forecaster;
import dev.flexgate.placement.PlacementDesk;
import dev.flexgate.planning.Planning;
import dev.flexgate.rewrite.Rewriting;
import dev.flexgate.store.Database;
import dev.flexgate.workload.Jobs;
import dev.flexgate.workload.PolicyDesk;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.Sites;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the desk reads.
 *
 * @param times how moments are written
 * @param rewriting who retells explanations; empty for nobody
 */
public record DeskRooms(
        Database database,
        Sites sites,
        Jobs jobs,
        PolicyDesk policies,
        Planning planning,
        Forecaster forecaster,
        ForecastAgent forecasts,
        FeedAgent feeds,
        Readings readings,
        PlacementDesk placement,
        Budgets budgets,
        LogReader log,
        Times times,
        Optional<Rewriting> rewriting) {

    /** Names of the sites, for people. */
    Map<SiteId, String> siteNames() {
        List<Site> all = sites.all();
        return all.stream().collect(Collectors.toMap(Site::id, Site::name));
    }
}
