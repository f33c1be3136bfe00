package dev.flexgate.settlement.recompute;

import static dev.flexgate.settlement.recompute.RecomputeCheck.PERIODS;
import static dev.flexgate.settlement.recompute.RecomputeCheck.SETTLEMENT;
import static dev.flexgate.settlement.recompute.RecomputeCheck.TRANSITIONS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.VerifiedRecord;
import dev.flexgate.wire.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What must hold of the records of a settlement before a number of it is looked at. */
final class CaseRules {

    private static final Map<String, Set<String>> LINE_MOVES = Map.of(
            "AGREED", Set.of("CALCULATED", "WITHDRAWN"),
            "DISPUTED", Set.of("CALCULATED", "WITHDRAWN"),
            "WITHDRAWN", Set.of("DISPUTED"),
            "INVOICED", Set.of("AGREED", "DISPUTED"),
            "PAID", Set.of("INVOICED"));

    private final CaseFile file;
    private final Terms terms;

    CaseRules(CaseFile file, Terms terms) {
        this.file = file;
        this.terms = terms;
    }

    /** All four ways to say when agree, wherever they are said. */
    static void checkPeriods(Iterable<VerifiedRecord> records) {
        for (VerifiedRecord record : records) {
            JsonNode says = record.payload();
            if (says.has("settlementPeriod")) {
                Instant start = instant(record, "utcStart");
                boolean agree = says.path("settlementDate")
                                .asText()
                                .equals(LocalDays.of(start).toString())
                        && says.path("settlementPeriod").asInt() == LocalDays.index(start) + 1
                        && start.getEpochSecond() % 1_800 == 0
                        && instant(record, "utcEnd").equals(start.plusSeconds(1_800));
                if (!agree) {
                    throw new Refusal(PERIODS, record.file(), "settlement period and UTC times do not agree");
                }
            }
        }
    }

    private static Instant instant(VerifiedRecord record, String name) {
        try {
            return Instant.parse(record.payload().path(name).asText());
        } catch (DateTimeException notATime) {
            throw new Refusal(PERIODS, record.file(), name + " is not a time");
        }
    }

    void checkTransitions() {
        long version = 0;
        boolean over = false;
        for (VerifiedRecord record : file.own()) {
            version++;
            require(
                    record.payload().at("/subject/version").asLong() == version,
                    record,
                    "its version is not " + version);
            require(!over, record, "something follows the cancellation");
            over = CaseFile.outcome(record).equals("CANCELLED");
        }
        require(
                file.own().getFirst().id().equals(file.opening().id()),
                file.own().getFirst(),
                "the case does not begin by opening");
        checkTimes();
        int baselines = 0;
        for (int run = 1; run <= file.runs(); run++) {
            baselines += checkBaselines(run);
            checkRun(run);
        }
        if (baselines != file.baselines().size()) {
            throw new Refusal(TRANSITIONS, file.opening().file(), "a run is missing before the last");
        }
        checkMoves();
    }

    /** One a meter, in the order of the contract, each in place of that of the run before. */
    private int checkBaselines(int run) {
        List<VerifiedRecord> records = file.baselines(run);
        List<VerifiedRecord> before = run == 1 ? List.of() : file.baselines(run - 1);
        if (records.size() != terms.meters().size()) {
            throw new Refusal(TRANSITIONS, records.getFirst().file(), "not one baseline a meter");
        }
        for (int at = 0; at < records.size(); at++) {
            VerifiedRecord record = records.get(at);
            require(
                    record.payload()
                            .at("/baseline/meterId")
                            .asText()
                            .equals(terms.meters().get(at).id()),
                    record,
                    "not the meter of the contract that is next");
            String expected = before.isEmpty() ? "" : before.get(at).id();
            require(supersedes(record.payload(), expected), record, "does not supersede the run before");
        }
        return records.size();
    }

    private void checkTimes() {
        file.frozenLoad()
                .ifPresent(frozen -> require(
                        time(frozen).isBefore(terms.lines().getFirst().start()),
                        frozen,
                        "frozen after the event had begun"));
        file.baselines()
                .forEach(baseline -> require(
                        !time(baseline).isBefore(terms.end()), baseline, "calculated before the event had ended"));
    }

    private static Instant time(VerifiedRecord record) {
        return Instant.parse(record.payload().path("occurredAt").asText());
    }

    private void checkRun(int run) {
        checkWhole(file.volumes(run), run == 1 ? List.of() : file.volumes(run - 1), "/supersedes");
        checkWhole(file.lines(run), run == 1 ? List.of() : file.lines(run - 1), "/settlement/supersedes");
    }

    /** One for each half-hour, in order, each in place of that of the run before. */
    private void checkWhole(List<VerifiedRecord> records, List<VerifiedRecord> before, String pointer) {
        if (records.size() != terms.lines().size()) {
            throw new Refusal(
                    TRANSITIONS,
                    file.opening().file(),
                    "a run has " + records.size() + " of its " + terms.lines().size() + " half-hours");
        }
        for (int at = 0; at < records.size(); at++) {
            VerifiedRecord record = records.get(at);
            require(
                    CaseFile.start(record).equals(terms.lines().get(at).start()),
                    record,
                    "not the half-hour of the contract that is next");
            String expected = before.isEmpty() ? "" : before.get(at).id();
            require(
                    record.payload().at(pointer).asText().equals(expected),
                    record,
                    "does not supersede the run before");
        }
    }

    private static boolean supersedes(JsonNode payload, String expected) {
        return payload.path("supersedes").asText().equals(expected);
    }

    /** What became of lines after they were calculated. */
    private void checkMoves() {
        Map<String, String> states = new HashMap<>();
        Map<Instant, String> current = new TreeMap<>();
        for (VerifiedRecord record : file.own()) {
            if (!record.type().equals("SETTLEMENT_LINE")) {
                continue;
            }
            String outcome = CaseFile.outcome(record);
            if (outcome.equals("CALCULATED")) {
                states.put(record.id(), outcome);
                current.put(CaseFile.start(record), record.id());
            } else {
                String line = record.payload().at("/settlement/lineRecord").asText();
                boolean legal = LINE_MOVES.getOrDefault(outcome, Set.of()).contains(states.getOrDefault(line, ""))
                        && line.equals(current.get(CaseFile.start(record)));
                require(legal, record, "a line that is " + states.get(line) + " cannot be " + outcome);
                states.put(line, outcome);
            }
        }
    }

    private static void require(boolean holds, VerifiedRecord record, String why) {
        if (!holds) {
            throw new Refusal(TRANSITIONS, record.file(), why);
        }
    }

    /** What was left follows from what was opened, and from when it was stopped; before anything was calculated. */
    private void checkCurtailment(VerifiedRecord record) {
        Instant stopped =
                Instant.parse(record.payload().at("/decision/stoppedAt").asText());
        ObjectNode left = CaseFile.evidence(file.opening(), "contract").deepCopy();
        ArrayNode lines = Json.array();
        for (JsonNode line : left.path("lines")) {
            long seconds = stopped.getEpochSecond()
                    - Instant.parse(line.path("utcStart").asText()).getEpochSecond();
            long watts = line.path("orderedW").asLong() * Math.clamp(seconds, 0, 1_800) / 1_800;
            if (watts > 0) {
                lines.add(((ObjectNode) line).put("orderedW", watts));
            }
        }
        left.set("lines", lines);
        boolean follows = Arrays.equals(Json.bytes(left), Json.bytes(CaseFile.evidence(record, "contract")));
        boolean first = file.own().indexOf(record)
                < file.baselines().stream().mapToInt(file.own()::indexOf).min().orElse(Integer.MAX_VALUE);
        if (!follows || !first || file.of("SETTLEMENT_OPENED", "CURTAILED").size() != 1) {
            throw new Refusal(SETTLEMENT, record.file(), "not what was left of the contract when it was stopped");
        }
    }

    /** The contract that every run names is the one that was opened. */
    void checkContract() {
        file.curtailment().ifPresent(this::checkCurtailment);
        byte[] opened = file.contract().evidence().get("contract");
        for (VerifiedRecord baseline : file.baselines()) {
            byte[] used = baseline.evidence().get("contract");
            if (used == null || !Arrays.equals(used, opened)) {
                throw new Refusal(SETTLEMENT, baseline.file(), "calculated by another contract than was opened");
            }
        }
        if (!terms.orderId().equals(file.orderId())) {
            throw new Refusal(SETTLEMENT, file.opening().file(), "the contract of another order");
        }
    }
}
