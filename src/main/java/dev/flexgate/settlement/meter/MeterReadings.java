package dev.flexgate.settlement.meter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.Evidence;
import dev.flexgate.audit.RecordId;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.settlement.meter.Intake.Receipt;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.Asset;
import dev.flexgate.workload.Assets;
import dev.flexgate.workload.MeterId;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.Sites;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where readings are taken in and asked for. A batch is taken whole or not at all, with one record; what a half-hour
 * read before is never overwritten, a correction is its next version.
 */
public final class MeterReadings {

    /** Channel on which the database tells that readings came. */
    public static final String NEWS = "settlement_reading";

    private static final int WARNINGS_MAX = 50;

    private final Database database;
    private final Assets assets;
    private final Sites sites;
    private final AuditLog audit;
    private final Actor actor;
    private final ReadingLimits limits;
    private final InstantSource clock;
    private final List<ReadingWatcher> watchers = new CopyOnWriteArrayList<>();

    /**
     * Takes in readings of the meters of {@code assets}.
     *
     * @param actor who writes it into the audit log
     */
    public MeterReadings(
            Database database,
            Assets assets,
            Sites sites,
            AuditLog audit,
            Actor actor,
            ReadingLimits limits,
            InstantSource clock) {
        this.database = database;
        this.assets = assets;
        this.sites = sites;
        this.audit = audit;
        this.actor = actor;
        this.limits = limits;
        this.clock = clock;
    }

    /** Tells {@code watcher} of every change from now on, inside its transaction. */
    public void watch(ReadingWatcher watcher) {
        watchers.add(watcher);
    }

    /** What the bytes of a batch say, or all that is wrong with them; asks nobody. */
    public BatchReading read(String sender, byte[] content) {
        return BatchJson.read(sender, content, limits, clock.instant());
    }

    /** Takes in a batch, or hears that it is in already. */
    public Intake accept(Tx tx, ReadingBatch batch) {
        String sha256 = Digests.sha256Hex(batch.content().getBytes());
        ReadingRows.lockBatch(tx, batch);
        Optional<ReadingRows.StoredBatch> before = ReadingRows.batch(tx, batch);
        if (before.isPresent()) {
            Receipt receipt = before.get().receipt();
            return before.get().sha256().equals(sha256) ? new Intake.Repeated(receipt) : new Intake.Conflict(receipt);
        }
        Map<MeterId, Asset> known = assets.all().stream().collect(Collectors.toMap(Asset::meter, Function.identity()));
        List<BatchFault> unknown = unknown(batch, known.keySet());
        if (!unknown.isEmpty()) {
            return new Intake.Refused(unknown);
        }
        return new Intake.Accepted(keep(tx, batch, known, sha256), warnings(batch, known));
    }

    private static List<BatchFault> unknown(ReadingBatch batch, Set<MeterId> known) {
        return batch.readings().stream()
                .map(Reading::meter)
                .distinct()
                .filter(meter -> !known.contains(meter))
                .map(meter ->
                        new BatchFault("/readings", "no meter is called " + meter + ": name it in a site's assets"))
                .toList();
    }

    private Receipt keep(Tx tx, ReadingBatch batch, Map<MeterId, Asset> known, String sha256) {
        var meters = new TreeSet<>(batch.readings().stream().map(Reading::meter).toList());
        ReadingRows.lockMeters(tx, meters);
        // After the lock: whoever held it before was known earlier.
        Instant now = clock.instant();
        Map<ReadingRows.Key, StoredReading> newest = ReadingRows.newest(tx, batch.readings());
        var changed = new LinkedHashMap<Reading, Integer>();
        int added = 0;
        for (Reading reading : batch.readings()) {
            StoredReading before = newest.get(new ReadingRows.Key(reading.meter(), reading.start()));
            if (before == null) {
                added++;
                changed.put(reading, 1);
            } else if (!before.reading().equals(reading)) {
                changed.put(reading, before.version() + 1);
            }
        }
        var counted =
                new Counted(added, changed.size() - added, batch.readings().size() - changed.size());
        RecordId record = record(tx, batch, known, counted, now);
        ReadingRows.add(tx, changed, now, record);
        var receipt = new Receipt(batch.id(), counted.added(), counted.corrected(), counted.unchanged(), now, record);
        ReadingRows.add(tx, batch, sha256, receipt);
        if (!changed.isEmpty()) {
            tell(tx, changed.keySet());
        }
        return receipt;
    }

    private record Counted(int added, int corrected, int unchanged) {}

    private void tell(Tx tx, Collection<Reading> changed) {
        Interval span = span(changed);
        Set<MeterId> meters = changed.stream().map(Reading::meter).collect(Collectors.toCollection(TreeSet::new));
        watchers.forEach(watcher -> watcher.changed(tx, meters, span));
        tx.notifyOnCommit(NEWS);
    }

    private static Interval span(Collection<Reading> readings) {
        Instant first =
                readings.stream().map(Reading::start).min(Instant::compareTo).orElseThrow();
        Instant last =
                readings.stream().map(Reading::start).max(Instant::compareTo).orElseThrow();
        return new Interval(first, last.plus(HalfHours.STEP));
    }

    private RecordId record(Tx tx, ReadingBatch batch, Map<MeterId, Asset> known, Counted counted, Instant now) {
        ObjectNode content = Json.object();
        content.putObject("decision")
                .put("outcome", "ACCEPTED")
                .put("sender", batch.sender())
                .put("batchId", batch.id())
                .put("added", counted.added())
                .put("corrected", counted.corrected())
                .put("unchanged", counted.unchanged());
        ArrayNode metered = content.putArray("metered");
        var byMeter = new TreeMap<>(batch.readings().stream().collect(Collectors.groupingBy(Reading::meter)));
        byMeter.forEach((meter, readings) -> metered.addObject()
                .put("meterId", meter.value())
                .put("siteId", Objects.requireNonNull(known.get(meter)).site().value())
                .put("utcStart", span(readings).start().toString())
                .put("utcEnd", span(readings).end().toString())
                .put("halfHours", readings.size()));
        var subject = new Subject("reading-batch", batch.sender() + "." + batch.id(), 1);
        var bytes = new Evidence("readings", "application/json", batch.content());
        return audit.append(
                tx, new Decision(RecordType.READING_ACCEPTED, now, actor, subject, List.of(), content, List.of(bytes)));
    }

    /** More than the site can draw: perhaps a wrong unit. */
    private List<BatchFault> warnings(ReadingBatch batch, Map<MeterId, Asset> known) {
        Map<SiteId, Site> all = new HashMap<>();
        sites.all().forEach(site -> all.put(site.id(), site));
        var warnings = new ArrayList<BatchFault>();
        for (Reading reading : batch.readings()) {
            Site site =
                    all.get(Objects.requireNonNull(known.get(reading.meter())).site());
            Interval halfHour = Interval.from(reading.start(), HalfHours.STEP);
            boolean isMuch = site != null
                    && reading.energy()
                            .filter(energy ->
                                    energy.compareTo(site.power().importLimit().over(halfHour)) > 0)
                            .isPresent();
            if (isMuch && warnings.size() < WARNINGS_MAX) {
                warnings.add(new BatchFault(
                        "/readings",
                        "READING_IMPLAUSIBLE: " + reading.meter() + " read "
                                + reading.energy().orElseThrow() + " from " + reading.start()
                                + ", more than the site can import"));
            }
        }
        return warnings;
    }

    /** The readings of a meter in an interval as they are known now, in order of time, at most {@code limit}. */
    public List<StoredReading> of(MeterId meter, Interval interval, int limit) {
        return ReadingRows.of(database, meter, interval, Optional.empty(), limit);
    }

    /** The same as they were known at {@code asOf}. */
    public List<StoredReading> of(MeterId meter, Interval interval, Instant asOf, int limit) {
        return ReadingRows.of(database, meter, interval, Optional.of(asOf), limit);
    }

    /** Every version of one half-hour, oldest first. */
    public List<StoredReading> versions(MeterId meter, Instant start) {
        return ReadingRows.versions(database, meter, start);
    }
}
