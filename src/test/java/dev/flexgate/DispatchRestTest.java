package dev.flexgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.GatewayHouse.Reply;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.execution.simulated.Heard;
import dev.flexgate.execution.simulated.Manner;
import dev.flexgate.execution.simulated.SimulatedSite;
import dev.flexgate.flexibility.dispatch.DispatchInstruction;
import dev.flexgate.flexibility.dispatch.DispatchLimits;
import dev.flexgate.flexibility.dispatch.DispatchRecords;
import dev.flexgate.flexibility.dispatch.Dispatches;
import dev.flexgate.flexibility.dispatch.Instruction;
import dev.flexgate.flexibility.dispatch.Target;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Database;
import dev.flexgate.store.DatabaseAddress;
import dev.flexgate.store.Ids;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.workload.SiteId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instructions through a whole gateway: to a simulated site over HTTP, and to one that asks over REST. */
class DispatchRestTest {

    private static final SiteId TOLD = new SiteId("south-wales");
    private static final SiteId ASKING = new SiteId("cambridge-east");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the first test
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static SimulatedSite site;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static GatewayHouse gateway;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static Database database;

    private static int orders;

    @BeforeAll
    static void a_gateway_that_knows_one_executor() throws Exception {
        site = SimulatedSite.open(TestDatabase.vertx(), InstantSource.system(), List.of());
        Path executors = folder.resolve("executors.json");
        Files.writeString(executors, """
                {"executors": [{"siteId": "%s", "url": "%s"}]}
                """.formatted(TOLD, site.url()));
        DatabaseAddress address = TestDatabase.freshAddress();
        String url = "postgresql://%s:%s@%s:%d/%s"
                .formatted(address.user(), address.password(), address.host(), address.port(), address.database());
        gateway = new GatewayHouse(
                folder, Map.of("FLEXGATE_DATABASE_URL", url, "FLEXGATE_EXECUTORS_FILE", executors.toString()));
        database = Database.open(TestDatabase.vertx(), address, TestDatabase.limits());
    }

    @AfterAll
    static void close() {
        gateway.close();
        database.close();
        site.close();
    }

    @Test
    void an_instruction_reaches_its_site_and_is_stopped_again() {
        DispatchInstruction instruction = instruct(TOLD);
        Await.until("acked", () -> state(instruction).equals("ACKED"));
        Reply report = post(instruction, "report", """
                {"revision": 1, "state": "RUNNING", "measuredAt": "2026-03-10T16:05:00Z", "facilityPowerW": 1790000}""");
        assertEquals(200, report.status());
        Reply aborted = post(instruction, "abort", "{\"reason\": \"fire alarm\"}");
        assertEquals(200, aborted.status());
        assertEquals("ABORTED", aborted.json().get("state").asText());
        Await.until(
                "released",
                () -> heard(instruction).stream().anyMatch(heard -> heard.type().equals("flex.dispatch.release.v1")));
        var whole = get(instruction).json();
        assertEquals("fire alarm", whole.get("why").asText());
        assertEquals(1, whole.get("reports").size());
        assertEquals(1_800_000, whole.at("/halfHours/0/facilityPowerW").asLong());
        assertEquals(
                List.of("PLANNED", "ISSUED", "ACKED", "ABORTED"),
                whole.get("states")
                        .valueStream()
                        .map(state -> state.get("state").asText())
                        .toList());
    }

    @Test
    void a_site_that_asks_answers_over_rest_and_is_heard_once() {
        DispatchInstruction instruction = instruct(ASKING);
        Await.until("issued", () -> state(instruction).equals("ISSUED"));
        Reply wrong = post(instruction, "acknowledge", "{\"revision\": 2}");
        assertEquals(409, wrong.status());
        assertEquals("DISPATCH_CONFLICT", wrong.code());
        assertEquals("OTHER_REVISION", wrong.json().get("reason").asText());
        assertEquals(200, post(instruction, "acknowledge", "{\"revision\": 1}").status());
        assertEquals(200, post(instruction, "acknowledge", "{\"revision\": 1}").status());
        assertEquals("ACKED", state(instruction));
        assertEquals(
                200,
                post(instruction, "report", "{\"revision\": 1, \"state\": \"OVERRIDDEN\", \"reason\": \"heat\"}")
                        .status());
        assertEquals("OVERRIDDEN", state(instruction));
        Reply late = post(instruction, "cancel", "{\"reason\": \"never mind\"}");
        assertEquals("ILLEGAL_STEP", late.json().get("reason").asText());
    }

    @Test
    void a_site_that_decides_later_tells_over_rest() {
        site.answerNext(Manner.LATER);
        DispatchInstruction instruction = instruct(TOLD);
        Await.until("heard", () -> !heard(instruction).isEmpty());
        Reply refused = post(instruction, "refuse", "{\"revision\": 1, \"reason\": \"busy\", \"retryable\": false}");
        assertEquals(200, refused.status());
        Await.until("failed", () -> state(instruction).equals("FAILED"));
    }

    @Test
    void what_is_not_understood_is_named_and_changes_nothing() {
        DispatchInstruction instruction = instruct(ASKING);
        Await.until("issued", () -> state(instruction).equals("ISSUED"));
        Reply misspelt = post(instruction, "acknowledge", "{\"revison\": 1}");
        assertEquals(400, misspelt.status());
        assertTrue(misspelt.json().get("errors").toString().contains("/revison"));
        Reply silent = post(instruction, "abort", "{\"reason\": \" \"}");
        assertEquals("/reason", silent.json().at("/errors/0/pointer").asText());
        assertEquals("ISSUED", state(instruction));
        assertEquals(
                404,
                gateway.send("GET", "/api/v1/dispatches/" + new UUID(0, 1), "").status());
    }

    @Test
    void the_newest_come_first_and_those_of_an_order_together() {
        DispatchInstruction first = instruct(ASKING);
        DispatchInstruction second = instruct(ASKING);
        var page = gateway.send("GET", "/api/v1/dispatches?limit=2", "").json();
        assertEquals(2, page.get("dispatches").size());
        assertTrue(page.has("next"));
        var ofOrder = gateway.send(
                        "GET",
                        "/api/v1/dispatches?orderId=" + first.instruction().order(),
                        "")
                .json();
        assertEquals(
                first.id().toString(), ofOrder.at("/dispatches/0/dispatchId").asText());
        assertEquals(1, ofOrder.get("dispatches").size());
        assertTrue(!second.id().equals(first.id()));
    }

    private static DispatchInstruction instruct(SiteId where) {
        var ids = new Ids(InstantSource.system(), new Random());
        var records = new DispatchRecords(new AuditLog(ids), new Actor("bpp.flexgate.example", "dispatch"));
        var dispatches = new Dispatches(
                database,
                records,
                (_, _, _, _) -> {},
                (_, _) -> Map.of(),
                ids,
                InstantSource.system(),
                DispatchLimits.DEFAULT);
        var start = HalfHours.ceiling(InstantSource.system().instant().plusSeconds(60));
        List<Target> targets = new HalfHours(start, 2)
                .stream()
                        .map(period -> new Target(
                                period, Power.ofKilowatts(900), Power.ofKilowatts(1_800), Power.ofKilowatts(600)))
                        .toList();
        var wanted = Instruction.ahead(new UUID(77, ++orders), where, Direction.DOWN, targets, Duration.ofHours(1));
        return database.inTransaction(tx -> dispatches.instruct(tx, wanted, List.of()));
    }

    private static List<Heard> heard(DispatchInstruction instruction) {
        return site.heard().stream()
                .filter(heard -> heard.dispatchId().equals(instruction.id().toString()))
                .toList();
    }

    private static String state(DispatchInstruction instruction) {
        return get(instruction).json().get("state").asText();
    }

    private static Reply get(DispatchInstruction instruction) {
        return gateway.send("GET", "/api/v1/dispatches/" + instruction.id(), "");
    }

    private static Reply post(DispatchInstruction instruction, String verb, String body) {
        return gateway.send(
                "POST",
                "/api/v1/dispatches/" + instruction.id() + ":" + verb,
                body,
                "Content-Type",
                "application/json");
    }
}
