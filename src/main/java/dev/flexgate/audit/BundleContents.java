package dev.flexgate.audit;

import static dev.flexgate.audit.BundleRecords.refused;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.audit.BundleRecord.Case;
import dev.flexgate.audit.Verdict.Refused;
import dev.flexgate.wire.Digests;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The checks of a bundle that rest on its completeness: files, order, causes, evidence, list of contents. */
final class BundleContents {

    private static final Set<String> NEEDED =
            Set.of(AuditBundle.README, AuditBundle.MANIFEST, AuditBundle.KEYS, AuditBundle.POLICY);

    private static final Pattern RECORD = Pattern.compile("records/[0-9]{12}-[0-9a-f-]{36}");
    private static final Pattern EVIDENCE = Pattern.compile("evidence/[0-9a-f]{64}");

    private final AuditBundle bundle;
    private final NoteKey log;

    BundleContents(AuditBundle bundle, NoteKey log) {
        this.bundle = bundle;
        this.log = log;
    }

    Optional<Refused> checkContainer() {
        Set<String> names = bundle.files().keySet();
        if (!names.containsAll(NEEDED)) {
            return refused(Check.CONTAINER, "", "one of " + NEEDED + " is missing");
        }
        for (String name : names) {
            if (!NEEDED.contains(name) && !EVIDENCE.matcher(name).matches() && !isOneOfPair(name, names)) {
                return refused(Check.CONTAINER, name, "not a file of a bundle, or without its other half");
            }
        }
        return Optional.empty();
    }

    private static boolean isOneOfPair(String name, Set<String> names) {
        String stem = name.replaceFirst("\\.(jws|tlog-proof)$", "");
        return RECORD.matcher(stem).matches()
                && names.contains(stem + AuditBundle.RECORD_END)
                && names.contains(stem + AuditBundle.PROOF_END);
    }

    Optional<Refused> checkPolicy() {
        byte[] policy = bundle.file(AuditBundle.POLICY).orElseThrow();
        return Arrays.equals(policy, Bundler.policy(log))
                ? Optional.empty()
                : refused(Check.POLICY, AuditBundle.POLICY, "does not name the trusted log " + log.text());
    }

    Optional<Refused> checkSequence(List<BundleRecord> records) {
        Map<Case, BundleRecord> last = new HashMap<>();
        Set<String> ids = new HashSet<>();
        records.forEach(record -> ids.add(record.id()));
        for (BundleRecord record : records) {
            boolean named = record.name().equals(name(record))
                    && record.payload().path("logId").asText().equals(log.name());
            if (!named) {
                return refused(Check.SEQUENCE, record.recordFile(), "another record or log than its file says");
            }
            @Nullable BundleRecord before = last.put(record.subject(), record);
            if (!isChained(record, before, ids)) {
                return refused(Check.SEQUENCE, record.recordFile(), "does not follow the one before it");
            }
        }
        return Optional.empty();
    }

    /** The older records of a cause's subject need not be here; what is here must be chained. */
    private static boolean isChained(BundleRecord record, @Nullable BundleRecord before, Set<String> ids) {
        if (!record.hasPrevious()) {
            return before == null;
        }
        boolean isHere = ids.contains(record.payload().at("/prev/recordId").asText());
        return !isHere || (before != null && record.follows(before));
    }

    private static String name(BundleRecord record) {
        return AuditBundle.RECORDS + String.format("%012d-%s", record.seq(), record.id());
    }

    Optional<Refused> checkCauses(List<BundleRecord> records) {
        Set<String> older = new HashSet<>();
        for (BundleRecord record : records) {
            for (JsonNode cause : record.payload().path("causedBy")) {
                if (!older.contains(cause.asText())) {
                    return refused(Check.CAUSES, record.recordFile(), "its cause " + cause.asText() + " is not before");
                }
            }
            older.add(record.id());
        }
        return Optional.empty();
    }

    Optional<Refused> checkEvidence(List<BundleRecord> records) {
        Set<String> named = new HashSet<>();
        for (BundleRecord record : records) {
            for (JsonNode input : record.payload().path("inputs")) {
                String file = AuditBundle.EVIDENCE + input.path("sha256").asText();
                named.add(file);
                Optional<byte[]> bytes = bundle.file(file);
                if (bytes.isEmpty() || !file.endsWith(Digests.sha256Hex(bytes.get()))) {
                    return refused(Check.EVIDENCE, file, "missing, or not the bytes that " + record.id() + " names");
                }
            }
        }
        return bundle.files().keySet().stream()
                .filter(name -> name.startsWith(AuditBundle.EVIDENCE) && !named.contains(name))
                .findFirst()
                .flatMap(name -> refused(Check.EVIDENCE, name, "no record names it"));
    }

    Optional<Refused> checkManifest(List<BundleRecord> records) {
        Manifest manifest;
        try {
            manifest = Manifest.parse(bundle.file(AuditBundle.MANIFEST).orElseThrow());
        } catch (NoteRefusedException broken) {
            return refused(Check.MANIFEST, AuditBundle.MANIFEST, String.valueOf(broken.getMessage()));
        }
        var subject = new Case(manifest.entityType(), manifest.entityId());
        List<BundleRecord> about = records.stream()
                .filter(record -> record.subject().equals(subject))
                .toList();
        if (!isWhole(about)) {
            return refused(Check.MANIFEST, AuditBundle.MANIFEST, "a record of the case is not here");
        }
        Manifest real = Manifest.of(manifest.entityType(), manifest.entityId(), bundle.files());
        return real.equals(manifest) ? Optional.empty() : firstDifference(manifest, real);
    }

    private static boolean isWhole(List<BundleRecord> about) {
        for (int i = 1; i < about.size(); i++) {
            if (!about.get(i).follows(about.get(i - 1))) {
                return false;
            }
        }
        return !about.isEmpty() && !about.getFirst().hasPrevious();
    }

    private static Optional<Refused> firstDifference(Manifest manifest, Manifest real) {
        return real.sha256().entrySet().stream()
                .filter(file -> !file.getValue().equals(manifest.sha256().get(file.getKey())))
                .findFirst()
                .map(file -> new Refused(Check.MANIFEST, file.getKey(), "not the file that the manifest lists"))
                .or(() -> refused(Check.MANIFEST, AuditBundle.MANIFEST, "it lists a file that is not here"));
    }
}
