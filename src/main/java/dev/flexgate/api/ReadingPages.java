package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.quantity.Interval;
import dev.flexgate.settlement.meter.BatchFault;
import dev.flexgate.settlement.meter.BatchReading;
import dev.flexgate.settlement.meter.Intake;
import dev.flexgate.settlement.meter.MeterReadings;
import dev.flexgate.settlement.meter.ReadingBatch;
import dev.flexgate.settlement.meter.StoredReading;
import dev.flexgate.store.Database;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.workload.MeterId;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Readings of meters: {@code POST /readings} takes in a batch, {@code GET /readings} shows what is known, or was. */
final class ReadingPages {

    private static final int PAGE = 200;
    private static final int PAGE_MAX = 5_000;

    private final Database database;
    private final MeterReadings readings;
    private final int bodyBytesMax;

    ReadingPages(Database database, MeterReadings readings, int bodyBytesMax) {
        this.database = database;
        this.readings = readings;
        this.bodyBytesMax = bodyBytesMax;
    }

    void addTo(Router router, Answers answers) {
        router.post("/readings")
                .handler(BodyHandler.create(false).setBodyLimit(bodyBytesMax))
                .handler(answers.to(this::accept));
        router.get("/readings").handler(answers.to(this::known));
    }

    private Answer accept(RoutingContext context) {
        Buffer body = Optional.ofNullable(context.body().buffer()).orElseGet(Buffer::buffer);
        return switch (readings.read(Caller.of(context).tenant(), body.getBytes())) {
            case BatchReading.Faulty(List<BatchFault> faults) -> faulty(faults);
            case BatchReading.Understood(ReadingBatch batch) ->
                switch (database.inTransaction(tx -> readings.accept(tx, batch))) {
                    case Intake.Accepted accepted -> found(accepted.receipt(), "ACCEPTED", accepted.warnings());
                    case Intake.Repeated repeated -> found(repeated.receipt(), "REPEATED", List.of());
                    case Intake.Refused refused -> faulty(refused.faults());
                    case Intake.Conflict conflict ->
                        new Answer.Refused(Problem.of(
                                409,
                                "The batch id is taken",
                                "other readings came as batch "
                                        + conflict.earlier().batchId() + " at "
                                        + conflict.earlier().receivedAt()
                                        + ": send a correction under a batch id of its own"));
                };
        };
    }

    private static Answer faulty(List<BatchFault> faults) {
        return new Answer.Refused(Problem.of(
                        ProblemCode.VALIDATION_FAILED, "nothing of the batch was taken: correct what errors points at")
                .with(
                        "errors",
                        faults.stream()
                                .map(fault -> Map.of("pointer", fault.pointer(), "detail", fault.detail()))
                                .toList()));
    }

    private static Answer found(Intake.Receipt receipt, String outcome, List<BatchFault> warnings) {
        ObjectNode json = Json.object()
                .put("batchId", receipt.batchId())
                .put("outcome", outcome)
                .put("added", receipt.added())
                .put("corrected", receipt.corrected())
                .put("unchanged", receipt.unchanged())
                .put("receivedAt", receipt.receivedAt().toString())
                .put("recordId", receipt.record().toString());
        ArrayNode list = json.putArray("warnings");
        warnings.forEach(
                warning -> list.addObject().put("pointer", warning.pointer()).put("detail", warning.detail()));
        return new Answer.Found(json);
    }

    private Answer known(RoutingContext context) {
        MeterId meter = new MeterId(needed(context, "meterId"));
        var interval = new Interval(Page.time(context, "from"), Page.time(context, "to"));
        int limit = limit(context);
        Optional<Instant> asOf =
                context.queryParams().contains("asOf") ? Optional.of(Page.time(context, "asOf")) : Optional.empty();
        // One more than asked for says whether there is a next page.
        List<StoredReading> found = asOf.map(moment -> readings.of(meter, interval, moment, limit + 1))
                .orElseGet(() -> readings.of(meter, interval, limit + 1));
        ObjectNode json =
                Json.object().put("meterId", meter.value()).put("unit", "kWh").put("interval", "PT30M");
        asOf.ifPresent(moment -> json.put("asOf", moment.toString()));
        ArrayNode list = json.putArray("readings");
        found.stream().limit(limit).forEach(stored -> list.add(json(stored)));
        if (found.size() > limit) {
            json.put("next", found.get(limit).reading().start().toString());
        }
        return new Answer.Found(json);
    }

    private static ObjectNode json(StoredReading stored) {
        ObjectNode json = Json.object().put("start", stored.reading().start().toString());
        stored.reading()
                .energy()
                .ifPresentOrElse(
                        energy -> json.put("value", energy.kilowattHours().toPlainString()),
                        () -> json.putNull("value"));
        return json.put("quality", stored.reading().quality().name())
                .put("version", stored.version())
                .put("knownAt", stored.knownAt().toString())
                .put("recordId", stored.record().toString());
    }

    private static String needed(RoutingContext context, String name) {
        return Optional.ofNullable(context.queryParams().get(name))
                .orElseThrow(() -> new IllegalArgumentException("the parameter " + name + " is missing"));
    }

    private static int limit(RoutingContext context) {
        String text = Optional.ofNullable(context.queryParams().get("limit")).orElse(Integer.toString(PAGE));
        if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > PAGE_MAX) {
            throw new IllegalArgumentException("limit must be a whole number from 1 to " + PAGE_MAX);
        }
        return Integer.parseInt(text);
    }
}
