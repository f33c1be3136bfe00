package dev.flexgate.workload;

import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the files of {@code catalog/} into the database. Loading the same files again changes nothing; a
 * changed file makes a new version and an audit record. What has no file any more stays as it was, and so does a policy
 * that was changed by hand since its file was last changed.
 */
public final class WorkloadCatalog {

    /**
     * What one loading changed.
     *
     * @param sites new versions of sites
     * @param assets new versions of assets
     * @param policies new versions of policies
     * @param sampleJobs jobs added; one comes again when its last window has passed
     */
    public record Loaded(int sites, int assets, int policies, int sampleJobs) {}

    private static final String ONE_LOADER_AT_A_TIME =
            "select pg_advisory_xact_lock(hashtextextended('workload_catalog', 0))";

    private static final Logger LOG = LoggerFactory.getLogger(WorkloadCatalog.class);

    private final Database database;
    private final Jobs jobs;
    private final WorkloadRecords records;
    private final InstantSource clock;

    public WorkloadCatalog(Database database, Jobs jobs, WorkloadRecords records, InstantSource clock) {
        this.database = database;
        this.jobs = jobs;
        this.records = records;
        this.clock = clock;
    }

    /**
     * Loads all files of the folder, all or nothing.
     *
     * @throws WorkloadFileException naming the file, the field and what to write instead
     */
    public Loaded load(Path folder) {
        WorkloadFiles files = WorkloadFiles.read(folder);
        Loaded loaded = database.inTransaction(tx -> {
            tx.rows(ONE_LOADER_AT_A_TIME);
            Instant now = clock.instant();
            int sites = (int)
                    files.sites().stream().filter(site -> save(tx, site, now)).count();
            int assets = (int) files.assets().stream()
                    .filter(asset -> save(tx, asset, now))
                    .count();
            int policies = (int) files.policies().stream()
                    .filter(policy -> save(tx, policy, now))
                    .count();
            int samples = (int) files.sampleJobs().stream()
                    .filter(job -> save(tx, job, now))
                    .count();
            return new Loaded(sites, assets, policies, samples);
        });
        LOG.info(
                "catalogue loaded sites={} assets={} policies={} sampleJobs={}",
                loaded.sites(),
                loaded.assets(),
                loaded.policies(),
                loaded.sampleJobs());
        return loaded;
    }

    private boolean save(Tx tx, Site site, Instant now) {
        var stored = Sites.newest(tx, site.id());
        if (stored.map(Versioned::value).filter(site::equals).isPresent()) {
            return false;
        }
        int version = stored.map(Versioned::version).orElse(0) + 1;
        Sites.add(tx, site, version, now);
        records.site(tx, new Versioned<>(site, version), now);
        return true;
    }

    private boolean save(Tx tx, Asset asset, Instant now) {
        var stored = Assets.newest(tx, asset.id());
        if (stored.map(Versioned::value).filter(asset::equals).isPresent()) {
            return false;
        }
        int version = stored.map(Versioned::version).orElse(0) + 1;
        Assets.add(tx, asset, version, now);
        records.asset(tx, new Versioned<>(asset, version), now);
        return true;
    }

    /** A file that says what it said before changes nothing, whatever was set by hand since. */
    private boolean save(Tx tx, Policy policy, Instant now) {
        Policies.lock(tx);
        if (Policies.newestOfFile(tx, policy.tenant())
                .map(PolicyVersion::policy)
                .filter(policy::equals)
                .isPresent()) {
            return false;
        }
        int version =
                Policies.newest(tx, policy.tenant()).map(PolicyVersion::version).orElse(0) + 1;
        var added = new PolicyVersion(policy, version, false, PolicyVersion.Source.FILE, now, "");
        Policies.add(tx, added);
        records.policy(tx, added);
        return true;
    }

    private boolean save(Tx tx, SampleJob sample, Instant now) {
        if (Jobs.hasOpenSample(tx, sample.tenant(), sample.prefix(), now)) {
            return false;
        }
        return switch (jobs.submit(tx, sample.at(now))) {
            case Submission.Accepted _ -> true;
            case Submission.Repeated _ -> false;
            case Submission.Refused(JobRefusal reason, String detail) ->
                throw new WorkloadFileException("jobs", sample.reference(), reason + ": " + detail);
        };
    }
}
