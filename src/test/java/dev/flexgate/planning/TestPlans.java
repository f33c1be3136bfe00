package dev.flexgate.planning;

import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.RecordId;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import java.util.List;

/** What a plan that no agents agreed on leaves behind. */
public final class TestPlans {

    private TestPlans() {}

    /** Records that {@code plan} was agreed. */
    public static RecordId record(Tx tx, AuditLog log, Plan plan) {
        return log.append(
                tx,
                new Decision(
                        RecordType.PLAN_AGREED,
                        plan.asOf(),
                        new Actor("bpp.example.com", "planning"),
                        new Subject("plan", plan.id().toString(), plan.version()),
                        List.of(),
                        Json.object(),
                        List.of()));
    }
}
