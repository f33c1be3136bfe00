package dev.flexgate.negotiation;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/**
 * What is to be agreed: which job runs where and when. Minimises, over all jobs, weighted money, carbon, delay
 * and site costs plus the value of work deferred, within windows, capacities and the policy's rules.
 *
 * @param periods how many periods the horizon has
 * @param periodHours length of a period in hours
 */
public record Problem(int periods, double periodHours, List<SiteTerms> sites, List<JobNeed> jobs, PolicyTerms policy) {

    public Problem {
        sites = List.copyOf(sites);
        jobs = List.copyOf(jobs);
        if (periods < 1 || !(periodHours > 0 && periodHours <= 24)) {
            throw new IllegalArgumentException("at least one period of some length: " + periods + " x " + periodHours);
        }
        var names = new HashSet<String>();
        for (SiteTerms site : sites) {
            refuseUnless(site.periods() == periods, "site " + site.id() + " has not one value a period");
            refuseUnless(names.add(site.id()), "two sites named " + site.id());
        }
        names.clear();
        for (JobNeed job : jobs) {
            refuseUnless(names.add(job.id()), "two jobs named " + job.id());
            for (int site : job.allowedSites()) {
                refuseUnless(0 <= site && site < sites.size(), "job " + job.id() + " names no site: " + site);
            }
            boolean atHome = 0 <= job.homeSite() && job.homeSite() < sites.size();
            refuseUnless(atHome, "job " + job.id() + " is at home nowhere: " + job.homeSite());
        }
    }

    Problem withJobsById() {
        List<JobNeed> sorted =
                jobs.stream().sorted(Comparator.comparing(JobNeed::id)).toList();
        return new Problem(periods, periodHours, sites, sorted, policy);
    }

    private static void refuseUnless(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
