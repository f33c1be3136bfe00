package dev.flexgate.console.work;

import dev.flexgate.console.Mark;
import dev.flexgate.console.Pages;
import dev.flexgate.console.Section;
import dev.flexgate.console.View;
import dev.flexgate.console.Visit;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.planning.Plan;
import dev.flexgate.workload.PolicyVersion;
import dev.flexgate.workload.TenantId;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /policies}: what does every plan heed, who said so, and has a plan followed it yet? */
public final class PolicyPages {

    private static final int PER_PAGE = 50;

    private final DeskRooms rooms;

    PolicyPages(DeskRooms rooms) {
        this.rooms = rooms;
    }

    void addTo(Router router, Pages pages) {
        router.get("/policies").handler(pages.show(this::list));
    }

    /** The policies in force. */
    public record PoliciesPage(List<Card> cards, Optional<String> next, Mark mark) {}

    /**
     * One tenant's policy.
     *
     * @param source who says so, and since when
     * @param used at which version the standing plan has it
     * @param limits name and value, in order
     */
    public record Card(String tenant, String name, int version, String source, String used, List<Line> limits) {}

    /** One limit. */
    public record Line(String name, String value) {}

    private View list(Visit visit) {
        Caller caller = Caller.of(visit.context());
        List<PolicyVersion> found = caller.isOperator()
                ? rooms.policies().page(visit.query("after").orElse(""), PER_PAGE)
                : rooms.policies().standing(new TenantId(caller.tenant())).stream()
                        .toList();
        Optional<String> next = caller.isOperator() && found.size() == PER_PAGE
                ? Optional.of("/policies?after=" + found.getLast().policy().tenant())
                : Optional.empty();
        Optional<Plan> plan = rooms.planning().standing();
        Map<TenantId, Integer> used = rooms.planning().policyVersions();
        var page = new PoliciesPage(
                found.stream().map(each -> card(each, plan, used)).toList(), next, Mark.recorded("policies in force"));
        return new View.Shown(200, Section.POLICIES, "Policies", "page/policies.jte", page);
    }

    private Card card(PolicyVersion version, Optional<Plan> plan, Map<TenantId, Integer> used) {
        TenantId tenant = version.policy().tenant();
        String source = version.source() == PolicyVersion.Source.FILE ? "from its file, since " : "set by hand, since ";
        String standing = plan.map(each -> used.containsKey(tenant)
                        ? "plan " + each.version() + " used version " + used.get(tenant)
                        : "plan " + each.version() + " was made without it")
                .orElse("no plan stands yet");
        return new Card(
                tenant.value(),
                version.policy().name(),
                version.version(),
                source + rooms.times().utc(version.recordedAt()) + " UTC",
                standing,
                PolicyWords.lines(version.policy(), rooms.times()));
    }
}
