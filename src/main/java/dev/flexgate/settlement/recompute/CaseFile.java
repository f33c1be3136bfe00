package dev.flexgate.settlement.recompute;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.audit.VerifiedRecord;
import dev.flexgate.wire.JsonLimits;
import dev.flexgate.wire.StrictJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The records of one settlement, sorted, and those it rests on.
 *
 * @param orderId of the settlement
 * @param own records about it, in the order of the log
 * @param all records of the bundle by their ids
 */
record CaseFile(String orderId, List<VerifiedRecord> own, Map<String, VerifiedRecord> all) {

    private static final JsonLimits INPUTS_LIMITS = JsonLimits.DEFAULT.withBytes(4 * 1024 * 1024);

    /** One file a settlement in the bundle. */
    static List<CaseFile> of(List<VerifiedRecord> records) {
        Map<String, VerifiedRecord> all = new HashMap<>();
        Map<String, List<VerifiedRecord>> own = new TreeMap<>();
        for (VerifiedRecord record : records) {
            all.put(record.id(), record);
            JsonNode subject = record.payload().path("subject");
            if (subject.path("entityType").asText().equals("settlement")) {
                own.computeIfAbsent(subject.path("entityId").asText(), _ -> new ArrayList<>())
                        .add(record);
            }
        }
        return own.entrySet().stream()
                .map(each -> new CaseFile(each.getKey(), each.getValue(), all))
                .toList();
    }

    static String outcome(VerifiedRecord record) {
        return record.payload().at("/decision/outcome").asText();
    }

    /** The records of a kind with an outcome. */
    List<VerifiedRecord> of(String type, String outcome) {
        return own.stream()
                .filter(record -> record.type().equals(type) && outcome(record).equals(outcome))
                .toList();
    }

    VerifiedRecord opening() {
        return of("SETTLEMENT_OPENED", "OPENED").stream()
                .findFirst()
                .orElseThrow(() -> new Refusal(RecomputeCheck.SETTLEMENT, "", "no record opens " + orderId));
    }

    /** What was left of the contract when its order was stopped, if it was. */
    Optional<VerifiedRecord> curtailment() {
        return of("SETTLEMENT_OPENED", "CURTAILED").stream().findFirst();
    }

    /** The record that holds the contract by which every run is calculated. */
    VerifiedRecord contract() {
        return curtailment().orElseGet(this::opening);
    }

    Optional<VerifiedRecord> frozenLoad() {
        return of("BASELINE_FROZEN", "FROZEN").stream()
                .filter(record -> record.evidence().containsKey("plannedLoad"))
                .findFirst();
    }

    /** The baselines of a run, one a meter. */
    List<VerifiedRecord> baselines(int run) {
        return of("BASELINE_FROZEN", "FROZEN").stream()
                .filter(record -> record.payload().at("/baseline/run").asInt() == run)
                .toList();
    }

    /** How many runs there are. */
    int runs() {
        int run = 0;
        while (!baselines(run + 1).isEmpty()) {
            run++;
        }
        return run;
    }

    /** Every baseline that is not the planned load itself. */
    List<VerifiedRecord> baselines() {
        return of("BASELINE_FROZEN", "FROZEN").stream()
                .filter(record -> record.payload().at("/baseline/run").isNumber())
                .toList();
    }

    List<VerifiedRecord> volumes(int run) {
        return of("DELIVERED_VOLUME", "PROVISIONAL").stream()
                .filter(record -> record.payload().path("run").asInt() == run)
                .toList();
    }

    List<VerifiedRecord> lines(int run) {
        return of("SETTLEMENT_LINE", "CALCULATED").stream()
                .filter(record -> record.payload().at("/settlement/run").asInt() == run)
                .toList();
    }

    static JsonNode evidence(VerifiedRecord record, String role) {
        byte[] bytes = record.evidence().get(role);
        if (bytes == null) {
            throw new Refusal(RecomputeCheck.SETTLEMENT, record.file(), "its evidence has no " + role);
        }
        return StrictJson.parse(bytes, INPUTS_LIMITS);
    }

    static Instant start(VerifiedRecord record) {
        return Instant.parse(record.payload().path("utcStart").asText());
    }
}
