package dev.flexgate.settlement;

import static dev.flexgate.settlement.SettlementFixture.DAY;
import static dev.flexgate.settlement.SettlementFixture.METER;
import static dev.flexgate.settlement.SettlementFixture.OTHER_METER;
import static dev.flexgate.settlement.SettlementFixture.start;
import static dev.flexgate.settlement.SettlementFixture.starts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.BundleOpening;
import dev.flexgate.audit.BundleVerifier;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.Evidence;
import dev.flexgate.audit.RecordId;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.audit.TamperedBundle;
import dev.flexgate.audit.VerifiedRecord;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.settlement.recompute.Recomputation;
import dev.flexgate.settlement.recompute.SettlementVerifier;
import dev.flexgate.settlement.rule.BaselineMethod;
import dev.flexgate.settlement.rule.Formula;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.JsonLimits;
import dev.flexgate.wire.StrictJson;
import dev.flexgate.workload.AssetId;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class RecomputeTest {

    private static final int EVENT = 35;
    private static final JsonLimits LARGE = JsonLimits.DEFAULT.withBytes(4 * 1024 * 1024);

    /** What the log itself adds to a record. */
    private static final Set<String> ENVELOPE = Set.of(
            "schema",
            "recordId",
            "type",
            "seq",
            "logId",
            "occurredAt",
            "recordedAt",
            "actor",
            "subject",
            "causedBy",
            "inputs",
            "prev");

    @TempDir
    private Path folder;

    private final SettlementFixture fixture = new SettlementFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Nested
    class An_honest_bundle {

        @Test
        void comes_out_again_to_the_last_digit_with_every_restatement() {
            SettlementContract contract = restated(new Formula.PayAsBid(), new BaselineMethod.Bl01(false));

            Recomputation.Order order = confirmed(contract);

            SettlementCase settled = fixture.of(contract);
            assertEquals(settled.runs().size(), order.runs().size());
            for (int at = 0; at < order.runs().size(); at++) {
                SettlementCase.Run run = settled.runs().get(at);
                assertEquals(
                        run.net().amount().toPlainString(), order.runs().get(at).net());
                assertEquals(
                        run.due().amount().toPlainString(), order.runs().get(at).due());
            }
            assertEquals(order.readings(), order.boundReadings());
        }

        @Test
        void comes_out_again_by_every_formula_and_method_over_noisy_meters() {
            var random = new Random(20261122);
            noise(METER, random);
            noise(OTHER_METER, random);
            var contracts = new ArrayList<SettlementContract>();
            for (Formula formula : List.of(
                    new Formula.PayAsBid(),
                    new Formula.Uftp(),
                    new Formula.PerMeterClamp(),
                    new Formula.Incentive(BigDecimal.ZERO, new BigDecimal("0.05")))) {
                for (BaselineMethod method : List.of(
                        new BaselineMethod.Bl01(false),
                        new BaselineMethod.Bl01(true),
                        new BaselineMethod.BestOf(5, 10),
                        new BaselineMethod.BestOf(3, 7))) {
                    contracts.add(
                            fixture.open(fixture.contract(formula, method, starts(DAY, EVENT, 3), METER, OTHER_METER)));
                }
            }
            // A Saturday: the middle two of four.
            contracts.add(fixture.open(fixture.contract(
                    new Formula.PayAsBid(), new BaselineMethod.Bl01(true), starts(DAY.minusDays(4), 3, 3), METER)));
            fixture.readDays(METER, DAY, 1, _ -> random.nextLong(5_000));
            fixture.readDays(OTHER_METER, DAY, 1, _ -> random.nextLong(5_000));
            fixture.settle();

            try (var audit = new TestAudit(fixture.database, folder, "last", fixture.clock)) {
                for (SettlementContract contract : contracts) {
                    Recomputation.Order order = confirmed(contract, audit);
                    assertEquals(
                            fixture.of(contract)
                                    .lastRun()
                                    .orElseThrow()
                                    .net()
                                    .amount()
                                    .toPlainString(),
                            order.runs().getLast().net(),
                            contract.formula().id() + " by "
                                    + contract.baseline().code());
                }
            }
        }

        @Test
        void comes_out_again_from_a_planned_load() {
            SettlementContract contract = fixture.open(fixture.contract(
                    new Formula.PayAsBid(),
                    new BaselineMethod.CounterfactualSchedule(),
                    starts(DAY, EVENT, 2),
                    METER,
                    OTHER_METER));
            Map<Instant, Power> load = new HashMap<>();
            contract.lines().forEach(line -> load.put(line.start(), Power.ofKilowatts(9_001)));
            fixture.database.doInTransaction(tx -> fixture.settlement.freeze(tx, contract.id(), load, List.of()));
            fixture.readDays(METER, DAY, 1, _ -> 3_401);
            fixture.readDays(OTHER_METER, DAY, 1, _ -> 703);
            fixture.settle();

            assertEquals(1, confirmed(contract).runs().size());
        }

        @Test
        void comes_out_again_for_what_was_left_of_an_order_that_was_stopped() {
            SettlementContract contract = fixture.open(fixture.contract(
                    new Formula.PayAsBid(), new BaselineMethod.Bl01(false), starts(DAY, EVENT, 3), METER));
            fixture.readDays(METER, DAY.minusDays(20), 20, _ -> 5_000);
            Instant stopped = contract.window().start().plusSeconds(1_800 + 600);
            fixture.clock.set(stopped);
            fixture.database.doInTransaction(
                    tx -> fixture.settlement.curtail(tx, contract.id(), stopped, "fire alarm", List.of()));
            fixture.readDays(METER, DAY, 1, _ -> 4_000);
            fixture.settle();

            Recomputation.Order order = confirmed(contract);

            // 1 MWh less than usual in each half-hour: 600 kWh of it was ordered, and then a third of that.
            assertEquals("144.0000", order.runs().getLast().net());
            assertEquals(2, fixture.of(contract).contract().lines().size());
        }

        private void noise(String meter, Random random) {
            fixture.readDays(meter, DAY.minusDays(62), 62, _ -> 3_000 + random.nextLong(2_000));
        }
    }

    @Nested
    class A_bundle_changed_on_the_way {

        @TestFactory
        List<DynamicTest> is_refused_at_the_first_check_that_fails() {
            SettlementContract contract = restated(new Formula.PayAsBid(), new BaselineMethod.Bl01(false));
            byte[] zip;
            SettlementVerifier verifier;
            try (var audit = new TestAudit(fixture.database, folder, "last", fixture.clock)) {
                zip = audit.bundle(contract.id().toString());
                verifier = new SettlementVerifier(audit.key(), List.of());
            }
            Map<String, String> expected = new LinkedHashMap<>();
            expected.put(".jws", "SIGNATURE");
            expected.put(".tlog-proof", "CHECKPOINT");
            expected.put("evidence/", "EVIDENCE");
            expected.put("jwks.json", "KEYS");
            expected.put("policy.txt", "POLICY");
            expected.put("manifest.json", "MANIFEST");
            return expected.entrySet().stream()
                    .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> {
                        var refused = assertInstanceOf(
                                Recomputation.Refused.class, verifier.recompute(flipped(zip, each.getKey())));
                        assertEquals(each.getValue(), refused.check(), refused::toString);
                    }))
                    .toList();
        }

        @Test
        void a_trimmed_one_is_refused() {
            SettlementContract contract = restated(new Formula.PayAsBid(), new BaselineMethod.Bl01(false));
            try (var audit = new TestAudit(fixture.database, folder, "last", fixture.clock)) {
                byte[] zip = audit.bundle(contract.id().toString());
                byte[] half = Arrays.copyOf(zip, zip.length / 2);
                Recomputation found = new SettlementVerifier(audit.key(), List.of()).recompute(half);
                assertEquals(
                        "CONTAINER",
                        assertInstanceOf(Recomputation.Refused.class, found).check());
            }
        }

        private static byte[] flipped(byte[] zip, String part) throws IOException {
            return TamperedBundle.of(zip, part, content -> {
                content[content.length - 5] ^= 1;
                return content;
            });
        }
    }

    /** An operator who holds all keys, and signs a settlement that does not add up. */
    @Nested
    class A_lie_that_is_signed {

        @TestFactory
        List<DynamicTest> is_refused_at_the_check_that_it_breaks() {
            SettlementContract contract = restated(new Formula.PayAsBid(), new BaselineMethod.Bl01(false));
            List<VerifiedRecord> records;
            try (var audit = new TestAudit(fixture.database, folder, "last", fixture.clock)) {
                var opening = new BundleVerifier(audit.key(), List.of())
                        .open(audit.bundle(contract.id().toString()));
                records = assertInstanceOf(BundleOpening.Opened.class, opening).records();
            }
            var tests = new ArrayList<DynamicTest>();
            lies().forEach((name, lie) -> tests.add(DynamicTest.dynamicTest(name, () -> {
                String check = name.substring(0, name.indexOf(':'));
                Recomputation found = retold(records, contract, lie);
                if (check.equals("CONFIRMED")) {
                    assertInstanceOf(Recomputation.Confirmed.class, found, found::toString);
                } else {
                    var refused = assertInstanceOf(Recomputation.Refused.class, found);
                    assertEquals(check, refused.check(), refused::toString);
                }
            })));
            return tests;
        }

        private static Map<String, Lie> lies() {
            Map<String, Lie> lies = new LinkedHashMap<>();
            lies.put("CONFIRMED: the truth, told again", new Lie("", (_, _) -> {}));
            lies.put(
                    "PERIODS: another period number",
                    in("DELIVERED_VOLUME", (record, _) -> record.put("settlementPeriod", EVENT + 1)));
            lies.put(
                    "PERIODS: another day",
                    in(
                            "SETTLEMENT_LINE",
                            (record, _) ->
                                    record.put("settlementDate", DAY.plusDays(1).toString())));
            lies.put(
                    "TRANSITIONS: a volume that begins as accepted",
                    in(
                            "DELIVERED_VOLUME",
                            (record, _) -> object(record, "decision").put("outcome", "ACCEPTED")));
            lies.put("TRANSITIONS: paid before it was agreed", in("SETTLEMENT_LINE", (record, _) -> {
                if (object(record, "decision").path("outcome").asText().equals("AGREED")) {
                    object(record, "decision").put("outcome", "PAID");
                }
            }));
            lies.put(
                    "TRANSITIONS: a run that supersedes nothing",
                    in("BASELINE_FROZEN", (record, _) -> record.remove("supersedes")));
            lies.put(
                    "READINGS: a history that was never read",
                    evidence((inputs) -> firstDay(inputs).set(3, Json.mapper().valueToTree(5_000_000_000L))));
            lies.put("EVENT_DAYS: a day that nobody declared", evidence((inputs) -> {
                JsonNode declared = inputs.at("/meters/0/eventDays/0");
                ((ArrayNode) inputs.at("/meters/0/eventDays"))
                        .add(Json.object()
                                .put("settlementDate", DAY.minusDays(5).toString())
                                .put("recordId", declared.path("recordId").asText()));
            }));
            lies.put("BASELINE: another selection of days", in("BASELINE_FROZEN", (record, _) -> {
                JsonNode days = record.at("/baseline/days/0/selectedDays");
                if (days.isArray()) {
                    ((ArrayNode) days).remove(0);
                }
            }));
            lies.put("BASELINE: a day left out for another reason", in("BASELINE_FROZEN", (record, _) -> {
                JsonNode day = record.at("/baseline/days/0/excludedDays/0");
                if (day.isObject()) {
                    ((ObjectNode) day).put("reason", "INCOMPLETE");
                }
            }));
            lies.put(
                    "VOLUME: a joule more",
                    in(
                            "DELIVERED_VOLUME",
                            (record, _) -> object(record, "volume").put("deliveredJ", "2160000001")));
            lies.put(
                    "VOLUME: the last digit of the MWh",
                    in(
                            "DELIVERED_VOLUME",
                            (record, _) -> object(record, "delivered").put("deliveredMwh", "0.600001")));
            lies.put("MONEY: the last digit of a flow", in("SETTLEMENT_LINE", (record, _) -> {
                JsonNode flow = record.at("/settlement/flows/0");
                if (flow.isObject()) {
                    ((ObjectNode) flow).put("amount", "108.0001");
                }
            }));
            lies.put(
                    "MONEY: a price that was not agreed",
                    in(
                            "SETTLEMENT_LINE",
                            (record, _) -> object(record, "commercial").put("pricePerKwh", "0.19")));
            lies.put(
                    "MONEY: a net that is not the sum",
                    in(
                            "SETTLEMENT_LINE",
                            (record, _) -> object(record, "settlement").put("net", "1.0000")));
            lies.put("DUE: the whole amount once more", in("SETTLEMENT_LINE", (record, _) -> {
                if (object(record, "settlement").path("run").asInt() == 2) {
                    object(record, "settlement").put("due", "85.0000");
                }
            }));
            return lies;
        }

        private static ArrayNode firstDay(JsonNode inputs) {
            return (ArrayNode) inputs.at("/meters/0/days/0/energyJ");
        }

        private static ObjectNode object(ObjectNode record, String name) {
            return record.withObject("/" + name);
        }

        private static Lie in(String type, BiConsumer<ObjectNode, Map<String, byte[]>> change) {
            return new Lie(type, change);
        }

        private static Lie evidence(Consumer<JsonNode> change) {
            return new Lie("BASELINE_FROZEN", (_, evidence) -> {
                JsonNode inputs = StrictJson.parse(Objects.requireNonNull(evidence.get("inputs")), LARGE);
                change.accept(inputs);
                evidence.put("inputs", Json.bytes(inputs));
            });
        }

        private Recomputation retold(List<VerifiedRecord> records, SettlementContract contract, Lie lie) {
            try (Database database = TestDatabase.fresh()) {
                var log = new AuditLog(new Ids(fixture.clock, new Random(3)));
                Map<String, String> renamed = new HashMap<>();
                for (VerifiedRecord record : records) {
                    RecordId id = database.inTransaction(tx -> log.append(tx, told(record, renamed, lie)));
                    renamed.put(record.id(), id.toString());
                }
                String checkpoint = "lie-" + database.address().database();
                try (var audit = new TestAudit(database, folder, checkpoint, fixture.clock)) {
                    return new SettlementVerifier(audit.key(), List.of())
                            .recompute(audit.bundle(contract.id().toString()));
                }
            }
        }

        private static Decision told(VerifiedRecord record, Map<String, String> renamed, Lie lie) {
            var payload = (ObjectNode) read(renamed(Json.bytes(record.payload()), renamed));
            Map<String, byte[]> evidence = new LinkedHashMap<>();
            record.evidence().forEach((role, bytes) -> evidence.put(role, renamed(bytes, renamed)));
            if (record.type().equals(lie.type())) {
                lie.change().accept(payload, evidence);
            }
            var causes = new ArrayList<RecordId>();
            payload.path("causedBy").forEach(cause -> causes.add(RecordId.parse(cause.asText())));
            ObjectNode content = payload.deepCopy();
            content.remove(ENVELOPE);
            JsonNode subject = payload.path("subject");
            return new Decision(
                    RecordType.valueOf(record.type()),
                    Instant.parse(payload.path("occurredAt").asText()),
                    new Actor(
                            payload.at("/actor/party").asText(),
                            payload.at("/actor/role").asText()),
                    new Subject(
                            subject.path("entityType").asText(),
                            subject.path("entityId").asText(),
                            subject.path("version").asLong()),
                    causes,
                    content,
                    evidence.entrySet().stream()
                            .map(each ->
                                    new Evidence(each.getKey(), "application/json", Buffer.buffer(each.getValue())))
                            .toList());
        }

        private static byte[] renamed(byte[] bytes, Map<String, String> renamed) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            for (Map.Entry<String, String> each : renamed.entrySet()) {
                text = text.replace(each.getKey(), each.getValue());
            }
            return text.getBytes(StandardCharsets.UTF_8);
        }

        private static JsonNode read(byte[] bytes) {
            return StrictJson.parse(bytes, LARGE);
        }
    }

    /** What is changed in records of a type. */
    private record Lie(String type, BiConsumer<ObjectNode, Map<String, byte[]>> change) {}

    /** Two runs, an event day, and lines that were agreed. */
    private SettlementContract restated(Formula formula, BaselineMethod method) {
        fixture.readDays(METER, DAY.minusDays(20), 20, _ -> 4_000);
        fixture.database.doInTransaction(tx -> fixture.eventDays.declare(
                tx,
                List.of(new AssetId(METER)),
                Interval.from(start(DAY.minusDays(7), 20), Duration.ofHours(1)),
                EventDayReason.DISPATCH,
                List.of()));
        SettlementContract contract = fixture.open(fixture.contract(formula, method, starts(DAY, EVENT, 1)));
        fixture.clock.set(start(DAY, EVENT + 1));
        fixture.read(METER, start(DAY, EVENT), List.of(3_400L));
        fixture.settle();
        for (LineAct act : List.of(LineAct.DISPUTE, LineAct.WITHDRAW, LineAct.AGREE)) {
            fixture.database.doInTransaction(
                    tx -> fixture.settlement.move(tx, contract.id(), act, "our meter", List.of()));
        }
        fixture.clock.advance(Duration.ofMinutes(5));
        fixture.read(METER, start(DAY, EVENT), List.of(3_500L));
        fixture.settle();
        return contract;
    }

    private Recomputation.Order confirmed(SettlementContract contract) {
        try (var audit = new TestAudit(fixture.database, folder, "last", fixture.clock)) {
            return confirmed(contract, audit);
        }
    }

    private static Recomputation.Order confirmed(SettlementContract contract, TestAudit audit) {
        Recomputation found = new SettlementVerifier(audit.key(), List.of())
                .recompute(audit.bundle(contract.id().toString()));
        return assertInstanceOf(Recomputation.Confirmed.class, found, found::toString)
                .orders()
                .getFirst();
    }
}
