package dev.flexgate.budget;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.RecordId;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.budget.BudgetStatus.Warning;
import dev.flexgate.quantity.Interval;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import java.time.Instant;
import java.util.List;

/** How this room's decisions are written into the audit log. */
public final class BudgetRecords {

    private final AuditLog log;
    private final Actor actor;

    public BudgetRecords(AuditLog log, Actor actor) {
        this.log = log;
        this.actor = actor;
    }

    void set(Tx tx, Budget budget) {
        ObjectNode content = Json.object();
        content.putObject("decision").put("outcome", "CHANGED").put("by", budget.recordedBy());
        ObjectNode json = content.putObject("budget")
                .put("tenant", budget.tenant().value())
                .put("mode", budget.terms().mode().name());
        budget.terms().holds().forEach(each -> json.withArrayProperty("holds").add(each.name()));
        budget.terms().carbon().ifPresent(carbon -> json.put("carbonMg", carbon.milligrams()));
        budget.terms()
                .money()
                .ifPresent(money -> json.put("money", money.amount().toPlainString())
                        .put("currency", money.currency().getCurrencyCode()));
        budget.terms()
                .period()
                .ifPresent(period -> json.put("start", period.start().toString())
                        .put("end", period.end().toString()));
        append(tx, RecordType.CONFIG_CHANGED, budget, content, budget.recordedAt());
    }

    void ended(Tx tx, Budget budget) {
        ObjectNode content = Json.object();
        content.putObject("decision").put("outcome", "ENDED").put("by", budget.recordedBy());
        content.putObject("budget").put("tenant", budget.tenant().value());
        append(tx, RecordType.CONFIG_CHANGED, budget, content, budget.recordedAt());
    }

    RecordId warned(Tx tx, Budget budget, Interval period, Use use, Warning warning) {
        ObjectNode content = Json.object();
        content.putObject("decision").put("outcome", outcome(warning.percent()));
        content.putObject("budget")
                .put("tenant", budget.tenant().value())
                .put("kind", warning.kind().name())
                .put("percent", warning.percent())
                .put("start", period.start().toString())
                .put("end", period.end().toString())
                .put("limit", use.limit().orElseThrow().toPlainString())
                .put("counted", use.counted().toPlainString())
                .put("planned", use.planned().toPlainString())
                .put("measuredHalfHours", use.measuredHalfHours())
                .put("meteredHalfHours", use.meteredHalfHours())
                .put("halfHours", use.halfHours())
                .put("mode", budget.terms().mode().name());
        return append(tx, RecordType.BUDGET_WARNED, budget, content, warning.at());
    }

    private static String outcome(int percent) {
        return percent >= 100 ? "EXHAUSTED" : percent >= 95 ? "CRITICAL" : "WARNED";
    }

    private RecordId append(Tx tx, RecordType type, Budget budget, ObjectNode content, Instant at) {
        var subject = new Subject("budget", budget.tenant().value(), budget.version());
        return log.append(tx, new Decision(type, at, actor, subject, List.of(), content, List.of()));
    }
}
