package dev.flexgate.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.audit.EvidenceCheck.Finding;
import dev.flexgate.audit.Verdict.Refused;
import dev.flexgate.identity.PublicKey32;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.StrictJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The checks of a bundle that rest on signatures and hashes: keys, records, checkpoint, tree, counterparties. */
final class BundleRecords {

    private final AuditBundle bundle;
    private final NoteKey log;
    private final Map<String, PublicKey32> keys = new HashMap<>();
    private final List<BundleRecord> records = new ArrayList<>();
    private final Map<BundleRecord, TlogProof> proofs = new HashMap<>();
    private @Nullable Checkpoint checkpoint;
    private int counterparties;

    BundleRecords(AuditBundle bundle, NoteKey log) {
        this.bundle = bundle;
        this.log = log;
    }

    /** In the order of their file names, which begin with the index. */
    List<BundleRecord> all() {
        return records;
    }

    /** To be asked for only when every check has passed. */
    List<VerifiedRecord> verified() {
        return records.stream()
                .map(record -> new VerifiedRecord(record.recordFile(), record.payload(), evidence(record)))
                .toList();
    }

    Verdict.Genuine genuine() {
        if (checkpoint == null) {
            throw new IllegalStateException("no check has run");
        }
        return new Verdict.Genuine(checkpoint, records.size(), counterparties);
    }

    Optional<Refused> checkKeys() {
        byte[] file = bundle.file(AuditBundle.KEYS).orElseThrow();
        try {
            var listed = new ArrayList<PublicKey32>();
            for (JsonNode jwk : StrictJson.parse(file).path("keys")) {
                listed.add(new PublicKey32(
                        Base64.getUrlDecoder().decode(jwk.path("x").asText())));
            }
            // Written again from the keys alone: every other member, the thumbprints above all, must follow from them.
            if (Arrays.equals(file, Bundler.keys(listed))) {
                listed.forEach(key -> keys.put(key.thumbprint(), key));
                return Optional.empty();
            }
            return refused(Check.KEYS, AuditBundle.KEYS, "a member does not follow from the keys");
        } catch (JsonRefusedException | IllegalArgumentException broken) {
            return refused(Check.KEYS, AuditBundle.KEYS, String.valueOf(broken.getMessage()));
        }
    }

    Optional<Refused> checkSignatures() {
        for (String file : bundle.files().keySet()) {
            if (file.endsWith(AuditBundle.RECORD_END)) {
                Optional<Refused> refused = checkSignature(file);
                if (refused.isPresent()) {
                    return refused;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Refused> checkSignature(String file) {
        try {
            SignedRecord signed = SignedRecord.parse(bundle.file(file).orElseThrow());
            @Nullable PublicKey32 key = keys.get(signed.keyId());
            if (key == null || !signed.isSignedBy(key)) {
                return refused(Check.SIGNATURE, file, "not signed by a published key");
            }
            String name = file.substring(0, file.length() - AuditBundle.RECORD_END.length());
            records.add(new BundleRecord(name, signed));
            return Optional.empty();
        } catch (NoteRefusedException broken) {
            return refused(Check.SIGNATURE, file, String.valueOf(broken.getMessage()));
        }
    }

    Optional<Refused> checkCheckpoints() {
        for (BundleRecord record : records) {
            try {
                TlogProof proof =
                        TlogProof.parse(bundle.file(record.proofFile()).orElseThrow());
                Checkpoint signed = Checkpoint.verified(proof.checkpoint().getBytes(UTF_8), log);
                if (checkpoint != null && !checkpoint.equals(signed)) {
                    return refused(Check.CHECKPOINT, record.proofFile(), "another checkpoint than the others");
                }
                checkpoint = signed;
                proofs.put(record, proof);
            } catch (NoteRefusedException broken) {
                return refused(Check.CHECKPOINT, record.proofFile(), String.valueOf(broken.getMessage()));
            }
        }
        return Optional.empty();
    }

    Optional<Refused> checkInclusion() {
        for (BundleRecord record : records) {
            @Nullable TlogProof proof = proofs.get(record);
            if (proof == null || checkpoint == null || !isIncluded(record, proof, checkpoint)) {
                return refused(Check.INCLUSION, record.proofFile(), "the record is not that leaf of the signed tree");
            }
        }
        return Optional.empty();
    }

    private static boolean isIncluded(BundleRecord record, TlogProof proof, Checkpoint signed) {
        Hash leaf = Merkle.leafHash(record.signed().bytes());
        return record.seq() == proof.index()
                && Merkle.isIncluded(leaf, proof.index(), signed.size(), proof.hashes(), signed.root());
    }

    Optional<Refused> checkCounterparties(List<EvidenceCheck> checks) {
        for (BundleRecord record : records) {
            Map<String, byte[]> evidence = evidence(record);
            for (EvidenceCheck check : checks) {
                switch (check.check(record.payload(), evidence)) {
                    case Finding.NotMine() -> {}
                    case Finding.Genuine() -> counterparties++;
                    case Finding.Refused(String why) -> {
                        return refused(Check.COUNTERPARTY, record.recordFile(), why);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Map<String, byte[]> evidence(BundleRecord record) {
        var evidence = new HashMap<String, byte[]>();
        for (JsonNode input : record.payload().path("inputs")) {
            bundle.file(AuditBundle.EVIDENCE + input.path("sha256").asText())
                    .ifPresent(bytes -> evidence.put(input.path("role").asText(), bytes));
        }
        return Map.copyOf(evidence);
    }

    static Optional<Refused> refused(Check check, String file, String why) {
        return Optional.of(new Refused(check, file, why));
    }
}
