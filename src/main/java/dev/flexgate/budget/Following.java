package dev.flexgate.budget;

import dev.flexgate.planning.Plan;
import dev.flexgate.planning.Planning;
import dev.flexgate.planning.PlanningLimits;
import dev.flexgate.planning.SitePeriod;
import dev.flexgate.store.Database;
import dev.flexgate.wire.ProblemException;
import dev.flexgate.workload.Jobs;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.Sites;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows the plans, each once and in order, so that of every half-hour the load stays that was planned last before it
 * began. Safe to repeat and to be done by several at once.
 */
final class Following {

    private final Database database;
    private final Planning planning;
    private final Jobs jobs;
    private final Sites sites;

    Following(Database database, Planning planning, Jobs jobs, Sites sites) {
        this.database = database;
        this.planning = planning;
        this.jobs = jobs;
        this.sites = sites;
    }

    /** Follows up to {@code most} plans; how many there were. */
    int follow(int most) {
        int done = 0;
        long version = LoadRows.followed(database) + 1;
        while (done < most && followed(version)) {
            version++;
            done++;
        }
        return done;
    }

    private boolean followed(long version) {
        try {
            Optional<Plan> plan = planning.find(version);
            plan.ifPresent(each -> count(each, planning.periods(version)));
            return plan.isPresent();
        } catch (ProblemException forgotten) {
            // Of a plan that is forgotten nothing can be counted any more: what stood before it stays.
            skip(version);
            return true;
        }
    }

    private void skip(long version) {
        database.doInTransaction(tx -> {
            if (LoadRows.followedLocked(tx) == version - 1) {
                LoadRows.follow(tx, version);
            }
        });
    }

    private void count(Plan plan, List<SitePeriod> periods) {
        Map<SiteId, BigDecimal> effectiveness = new HashMap<>();
        sites.all().forEach(site -> effectiveness.put(site.id(), site.power().effectiveness()));
        List<Load> loads = Loads.of(
                plan,
                periods,
                jobs.tenants(plan.allocations().stream().map(run -> run.job()).toList()),
                effectiveness);
        database.doInTransaction(tx -> {
            if (LoadRows.followedLocked(tx) == plan.version() - 1) {
                LoadRows.replace(tx, plan.grid().start(), loads, PlanningLimits.CURRENCY, plan.version());
            }
        });
    }
}
