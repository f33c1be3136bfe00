package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.planning.Allocation;
import dev.flexgate.planning.PlanDiff;
import dev.flexgate.planning.PlanDiff.Kind;
import dev.flexgate.wire.Json;
import java.util.List;

/** Two plans side by side, in JSON. */
final class DiffJson {

    private DiffJson() {}

    static ObjectNode json(PlanDiff diff) {
        ObjectNode json = Json.object()
                .put("from", diff.from())
                .put("to", diff.to())
                .put("start", diff.over().start().toString())
                .put("end", diff.over().end().toString())
                .put("placed", diff.count(Kind.PLACED))
                .put("moved", diff.count(Kind.MOVED))
                .put("dropped", diff.count(Kind.DROPPED));
        json.set("before", PlanJson.json(diff.before()));
        json.set("after", PlanJson.json(diff.after()));
        json.set("effect", PlanJson.json(diff.effect()));
        ArrayNode peaks = json.putArray("peaks");
        diff.peaks()
                .forEach(each -> peaks.addObject()
                        .put("siteId", each.site().value())
                        .put("beforeKw", each.before().kilowatts())
                        .put("afterKw", each.after().kilowatts())
                        .put("limitKw", each.limit().kilowatts()));
        ArrayNode changes = json.putArray("changes");
        diff.changes().forEach(each -> changes.add(change(each)));
        ArrayNode undone = json.putArray("undone");
        diff.undone()
                .forEach(each -> undone.addObject()
                        .put("jobId", each.job().toString())
                        .put("beforeKwh", each.before().kilowattHours())
                        .put("afterKwh", each.after().kilowattHours()));
        return json;
    }

    private static ObjectNode change(PlanDiff.Change change) {
        ObjectNode json = Json.object()
                .put("jobId", change.job().toString())
                .put("kind", change.kind().name());
        json.set("before", runs(change.before()));
        json.set("after", runs(change.after()));
        json.set("effect", PlanJson.json(change.effect()));
        return json;
    }

    private static ArrayNode runs(List<Allocation> runs) {
        ArrayNode list = Json.array();
        runs.forEach(each -> list.add(PlanJson.json(each)));
        return list;
    }
}
