package dev.flexgate.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import java.time.Instant;
import java.util.List;

/** How this room's decisions are written into the audit log: what a site or policy is from now on, what job was taken. */
public final class WorkloadRecords {

    private final AuditLog log;
    private final Actor actor;

    public WorkloadRecords(AuditLog log, Actor actor) {
        this.log = log;
        this.actor = actor;
    }

    void site(Tx tx, Versioned<Site> version, Instant at) {
        Site site = version.value();
        SitePower power = site.power();
        ObjectNode content = Json.object();
        content.putObject("decision").put("outcome", "CHANGED");
        content.putObject("site")
                .put("name", site.name())
                .put("operator", site.operator().value())
                .put("carbonZone", site.grid().carbonZone())
                .put("priceZone", site.grid().priceZone())
                .put("gspGroup", site.grid().gspGroup())
                .put("locality", site.place().locality())
                .put("latitude", site.place().latitude().toPlainString())
                .put("longitude", site.place().longitude().toPlainString())
                .put("itCapacityW", power.itCapacity().watts())
                .put("importLimitW", power.importLimit().watts())
                .put("inflexibleBaseW", power.inflexibleBase().watts())
                .put("pue", power.effectiveness().toPlainString());
        append(tx, RecordType.CONFIG_CHANGED, new Subject("site", site.id().value(), version.version()), content, at);
    }

    void asset(Tx tx, Versioned<Asset> version, Instant at) {
        Asset asset = version.value();
        ObjectNode content = Json.object();
        content.putObject("decision").put("outcome", "CHANGED");
        ObjectNode described = content.putObject("asset")
                .put("siteId", asset.site().value())
                .put("kind", asset.kind().name())
                .put("maxTurnDownW", asset.maxTurnDown().watts())
                .put("maxTurnUpW", asset.maxTurnUp().watts())
                .put("meterId", asset.meter().value());
        asset.msids().ifPresent(msids -> {
            described.put("importMsid", msids.importMsid());
            msids.exportMsid().ifPresent(msid -> described.put("exportMsid", msid));
        });
        asset.bmUnit().ifPresent(unit -> described.put("bmUnitId", unit));
        var subject = new Subject("asset", asset.id().value(), version.version());
        append(tx, RecordType.CONFIG_CHANGED, subject, content, at);
    }

    void policy(Tx tx, PolicyVersion version) {
        Policy policy = version.policy();
        ObjectNode content = Json.object();
        ObjectNode decision = content.putObject("decision").put("outcome", version.withdrawn() ? "ENDED" : "CHANGED");
        if (version.source() == PolicyVersion.Source.API) {
            decision.put("by", version.recordedBy());
        }
        ObjectNode described = content.putObject("policy")
                .put("name", policy.name())
                .put("carbonPerTonne", policy.carbonPerTonne().amount().toPlainString())
                .put("currency", policy.carbonPerTonne().currency().getCurrencyCode());
        if (policy.cap() instanceof CarbonCap.AtMost(CarbonMass mass)) {
            described.put("carbonCapMg", mass.milligrams());
        }
        if (!policy.rates().equals(PolicyRates.NONE)) {
            described.set("rates", inTexts(PolicyForm.write(policy.rates())));
        }
        if (!policy.limits().equals(PolicyLimits.NONE)) {
            described.set("limits", inTexts(PolicyLimitsForm.write(policy.limits())));
        }
        var subject = new Subject("policy", policy.tenant().value(), version.version());
        append(tx, RecordType.CONFIG_CHANGED, subject, content, version.recordedAt());
    }

    /** A record is signed in canonical JSON, which has no fractions: amounts are texts. */
    private static JsonNode inTexts(JsonNode json) {
        return switch (json) {
            case ObjectNode object -> {
                ObjectNode texts = Json.object();
                object.propertyStream().forEach(each -> texts.set(each.getKey(), inTexts(each.getValue())));
                yield texts;
            }
            case ArrayNode array -> {
                ArrayNode texts = Json.array();
                array.forEach(each -> texts.add(inTexts(each)));
                yield texts;
            }
            default -> json.isNumber() ? TextNode.valueOf(json.decimalValue().toPlainString()) : json;
        };
    }

    void job(Tx tx, Job job, Instant at) {
        ObjectNode content = Json.object();
        content.putObject("decision").put("outcome", "ACCEPTED");
        ObjectNode described = content.putObject("job")
                .put("tenant", job.tenant().value())
                .put("reference", job.reference())
                .put("shape", JobRow.shapeName(job.shape()))
                .put("itPowerW", job.demand().itPower().watts())
                .put("workJ", job.demand().work().joules())
                .put("release", job.window().start().toString())
                .put("deadline", job.window().end().toString())
                .put("homeSite", job.sites().home().value())
                .put("priority", job.priority().name())
                .put("origin", job.origin().name());
        if (!job.handling().equals(Handling.NONE)) {
            described.set("handling", inTexts(HandlingForm.write(Json.object(), job.handling())));
        }
        if (job.shape() instanceof JobShape.Preemptible(int most) && most != JobShape.Preemptible.UNLIMITED) {
            described.put("maxInterruptions", most);
        }
        ArrayNode sites = described.putArray("allowedSites");
        job.sites().allowed().forEach(site -> sites.add(site.value()));
        append(tx, RecordType.JOB_DECIDED, new Subject("job", job.id().toString(), 1), content, at);
    }

    void cancelled(Tx tx, Job job, String by, Instant at) {
        ObjectNode content = Json.object();
        content.putObject("decision").put("outcome", "CANCELLED").put("by", by);
        content.putObject("job").put("tenant", job.tenant().value()).put("reference", job.reference());
        append(tx, RecordType.JOB_DECIDED, new Subject("job", job.id().toString(), 2), content, at);
    }

    private void append(Tx tx, RecordType type, Subject subject, ObjectNode content, Instant at) {
        log.append(tx, new Decision(type, at, actor, subject, List.of(), content, List.of()));
    }
}
