package dev.flexgate.workload;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a policy may speak of, beside what its form allows. */
final class PolicyRules {

    private PolicyRules() {}

    /** Why the policy cannot be taken with these sites: a limit of what is not there would silently limit nothing. */
    static Optional<PolicyDesk.Change.Refused> refusal(Policy policy, List<Versioned<Site>> sites) {
        Set<SiteId> known =
                sites.stream().map(site -> site.value().id()).collect(Collectors.toCollection(TreeSet::new));
        List<PolicyLimits.Blackout> blackouts = policy.limits().blackouts();
        for (int index = 0; index < blackouts.size(); index++) {
            Optional<SiteId> site = blackouts.get(index).site();
            if (site.filter(each -> !known.contains(each)).isPresent()) {
                return Optional.of(unknown("limits.blackouts[" + index + "].site", site.get(), known));
            }
        }
        List<PolicyLimits.SitePeak> peaks = policy.limits().sitePeaks();
        Set<SiteId> own = sites.stream()
                .map(Versioned::value)
                .filter(site -> site.operator().equals(policy.tenant()))
                .map(Site::id)
                .collect(Collectors.toCollection(TreeSet::new));
        for (int index = 0; index < peaks.size(); index++) {
            Optional<SiteId> site = peaks.get(index).site();
            if (own.isEmpty() || site.filter(each -> !own.contains(each)).isPresent()) {
                String field = "limits.sitePeaks[" + index + "].site";
                return Optional.of(new PolicyDesk.Change.Refused(
                        field,
                        policy.tenant() + " does not run "
                                + site.map(SiteId::value).orElse("any site")
                                + ": only who runs a site limits what it draws; its own are " + own));
            }
        }
        return Optional.empty();
    }

    private static PolicyDesk.Change.Refused unknown(String field, SiteId site, Set<SiteId> known) {
        return new PolicyDesk.Change.Refused(field, "no site is called " + site + ": use one of " + known);
    }
}
