package dev.flexgate.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.identity.Jwks;
import dev.flexgate.identity.PublicKey32;
import dev.flexgate.wire.Json;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Cuts the bundle of a case: all records about one subject and, through their causes, everything they rest on. */
public final class Bundler {

    public static final int RECORDS_MAX = 2_000;

    private final LogReader reader;
    private final NoteKey log;
    private final List<PublicKey32> recordKeys;

    /**
     * Cuts from what {@code reader} finds.
     *
     * @param log whose checkpoints an auditor trusts
     * @param recordKeys every key that has ever signed a record, retired ones too
     */
    public Bundler(LogReader reader, NoteKey log, List<PublicKey32> recordKeys) {
        this.reader = reader;
        this.log = log;
        this.recordKeys = List.copyOf(recordKeys);
    }

    /** Every key that has ever signed a record. */
    public List<PublicKey32> recordKeys() {
        return recordKeys;
    }

    public Bundling cut(String entityType, String entityId) {
        // The checkpoint first: what is placed after it belongs to a later bundle, unless it waits now already.
        Optional<PublishedCheckpoint> published = reader.checkpoint();
        if (published.isEmpty() || reader.waiting(entityType, entityId) > 0) {
            return new Bundling.NotYet();
        }
        List<StoredRecord> about = reader.of(entityType, entityId, 0, LogReader.PAGE_MAX);
        if (about.isEmpty()) {
            return new Bundling.Unknown();
        }
        SortedMap<Long, StoredRecord> records = withCauses(about);
        if (records.size() > RECORDS_MAX || about.size() == LogReader.PAGE_MAX) {
            return new Bundling.TooLarge(RECORDS_MAX);
        }
        if (records.lastKey() >= published.get().checkpoint().size()) {
            return new Bundling.NotYet();
        }
        return new Bundling.Cut(bundle(entityType, entityId, records.values(), published.get()), records.size());
    }

    private SortedMap<Long, StoredRecord> withCauses(List<StoredRecord> about) {
        var found = new TreeMap<Long, StoredRecord>();
        var open = new ArrayDeque<>(about);
        while (!open.isEmpty() && found.size() <= RECORDS_MAX) {
            StoredRecord record = open.removeFirst();
            if (found.put(record.index(), record) == null) {
                for (JsonNode cause : record.payload().path("causedBy")) {
                    RecordId id = RecordId.parse(cause.asText());
                    open.add(reader.find(id)
                            .orElseThrow(() -> new IllegalStateException(
                                    "the cause " + id + " of record " + record.id() + " is not in the log before it")));
                }
            }
        }
        return found;
    }

    private AuditBundle bundle(
            String entityType, String entityId, Collection<StoredRecord> records, PublishedCheckpoint published) {
        var files = new TreeMap<String, byte[]>();
        for (StoredRecord record : records) {
            String name = name(record.index(), record.id());
            files.put(name + AuditBundle.RECORD_END, record.jws());
            files.put(
                    name + AuditBundle.PROOF_END,
                    reader.proof(record, published).text().getBytes(UTF_8));
            record.payload().path("inputs").forEach(input -> putEvidence(input, files));
        }
        files.put(AuditBundle.KEYS, keys(recordKeys));
        files.put(AuditBundle.POLICY, policy(log));
        files.put(
                AuditBundle.README,
                BundleReadme.text(entityType, entityId, log, recordKeys, records)
                        .getBytes(UTF_8));
        files.put(AuditBundle.MANIFEST, Manifest.of(entityType, entityId, files).bytes());
        return new AuditBundle(files);
    }

    private void putEvidence(JsonNode input, SortedMap<String, byte[]> files) {
        String sha256 = input.path("sha256").asText();
        files.computeIfAbsent(
                AuditBundle.EVIDENCE + sha256,
                name -> reader.evidence(Hash.ofHex(sha256))
                        .orElseThrow(() -> new IllegalStateException(name + " is not in the store")));
    }

    static String name(long index, RecordId id) {
        return AuditBundle.RECORDS + String.format("%012d-%s", index, id);
    }

    static byte[] keys(Collection<PublicKey32> keys) {
        return Json.bytes(Jwks.of(keys));
    }

    /** C2SP tlog-policy: this log, and no witness yet. */
    static byte[] policy(NoteKey log) {
        return ("log " + log.text() + "\nquorum none\n").getBytes(UTF_8);
    }
}
