package dev.flexgate.planning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.planning.Adjustment.CarbonWorth;
import dev.flexgate.planning.Adjustment.JobAt;
import dev.flexgate.planning.Adjustment.JobPinned;
import dev.flexgate.planning.Adjustment.SiteClosed;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/** What persons have asked of plans, at rest: fields in fixed order, so that equal inputs are equal bytes. */
final class AdjustmentsJson {

    private AdjustmentsJson() {}

    static ArrayNode write(Adjustments adjustments) {
        ArrayNode json = Json.mapper().createArrayNode();
        adjustments.all().forEach(each -> json.add(write(each)));
        return json;
    }

    static Adjustments read(JsonNode json) {
        List<Adjustment> all = new ArrayList<>();
        json.forEach(each -> all.add(one(each)));
        return all.isEmpty() ? Adjustments.NONE : new Adjustments(all);
    }

    private static ObjectNode write(Adjustment adjustment) {
        return switch (adjustment) {
            case CarbonWorth(Money perTonne, Instant until) ->
                Json.object()
                        .put("kind", "CARBON_WORTH")
                        .put("per_tonne", perTonne.amount().toPlainString())
                        .put("currency", perTonne.currency().getCurrencyCode())
                        .put("until", until.toString());
            case SiteClosed(SiteId site, Interval when) ->
                Json.object()
                        .put("kind", "SITE_CLOSED")
                        .put("site", site.value())
                        .put("from", when.start().toString())
                        .put("until", when.end().toString());
            case JobAt(JobId job, SiteId site, Instant until) ->
                Json.object()
                        .put("kind", "JOB_AT")
                        .put("job", job.toString())
                        .put("site", site.value())
                        .put("until", until.toString());
            case JobPinned(JobId job, List<Allocation> runs) -> {
                ObjectNode json = Json.object().put("kind", "JOB_PINNED").put("job", job.toString());
                ArrayNode list = json.putArray("runs");
                runs.forEach(run -> list.add(InputsJson.run(run)));
                yield json;
            }
        };
    }

    private static Adjustment one(JsonNode json) {
        return switch (json.get("kind").textValue()) {
            case "CARBON_WORTH" ->
                new CarbonWorth(
                        new Money(
                                new BigDecimal(json.get("per_tonne").textValue()),
                                Currency.getInstance(json.get("currency").textValue())),
                        Instant.parse(json.get("until").textValue()));
            case "SITE_CLOSED" ->
                new SiteClosed(
                        new SiteId(json.get("site").textValue()),
                        Interval.of(
                                json.get("from").textValue(), json.get("until").textValue()));
            case "JOB_AT" ->
                new JobAt(
                        JobId.of(json.get("job").textValue()),
                        new SiteId(json.get("site").textValue()),
                        Instant.parse(json.get("until").textValue()));
            case "JOB_PINNED" -> {
                List<Allocation> runs = new ArrayList<>();
                json.get("runs").forEach(run -> runs.add(InputsJson.run(run)));
                yield new JobPinned(JobId.of(json.get("job").textValue()), runs);
            }
            default -> throw new IllegalStateException("unknown adjustment " + json.get("kind"));
        };
    }
}
