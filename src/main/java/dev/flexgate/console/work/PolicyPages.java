package dev.flexgate.console.work;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.console.Mark;
import dev.flexgate.console.Pages;
import dev.flexgate.console.Section;
import dev.flexgate.console.View;
import dev.flexgate.console.Visit;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.identity.access.Scope;
import dev.flexgate.planning.Plan;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.StrictJson;
import dev.flexgate.workload.PolicyDesk;
import dev.flexgate.workload.PolicyForm;
import dev.flexgate.workload.PolicyVersion;
import dev.flexgate.workload.TenantId;
import dev.flexgate.workload.WorkloadFileException;
import io.vertx.ext.web.Router;
import java.nio.charset.StandardCharsets;
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
        router.get("/policies").handler(pages.show(visit -> list(visit, Optional.empty(), 200)));
        router.post("/policies").handler(pages.show(this::set));
    }

    /**
     * The policies in force.
     *
     * @param fault why what was asked was not done
     * @param maySet whether the reader may change them
     * @param entered what was written for a tenant that has none yet, so that nobody writes it twice
     */
    public record PoliciesPage(
            List<Card> cards,
            Optional<String> next,
            Optional<String> fault,
            boolean maySet,
            Entered entered,
            Mark mark) {}

    /** What somebody has written. */
    public record Entered(String tenant, String text) {}

    /**
     * One tenant's policy.
     *
     * @param source who says so, and since when
     * @param used at which version the standing plan has it
     * @param limits name and value, in order
     * @param text as a file would hold it, or as somebody has just tried to change it
     * @param open whether the form is open
     */
    public record Card(
            String tenant,
            String name,
            int version,
            String source,
            String used,
            List<Line> limits,
            String text,
            boolean open) {}

    /** One limit. */
    public record Line(String name, String value) {}

    private View list(Visit visit, Optional<String> fault, int status) {
        Caller caller = Caller.of(visit.context());
        List<PolicyVersion> found = caller.isOperator()
                ? rooms.policies().policies().page(visit.query("after").orElse(""), PER_PAGE)
                : rooms.policies().policies().standing(new TenantId(caller.tenant())).stream()
                        .toList();
        Optional<String> next = caller.isOperator() && found.size() == PER_PAGE
                ? Optional.of("/policies?after=" + found.getLast().policy().tenant())
                : Optional.empty();
        Optional<Plan> plan = rooms.planning().standing();
        Map<TenantId, Integer> used = rooms.planning().policyVersions();
        var entered = new Entered(
                visit.field("tenant").orElse(""), visit.field("policy").orElse(""));
        List<Card> cards =
                found.stream().map(each -> card(each, plan, used, entered)).toList();
        boolean isAnother = cards.stream().noneMatch(Card::open);
        var page = new PoliciesPage(
                cards,
                next,
                fault,
                caller.may(Scope.ADMIN),
                isAnother ? entered : new Entered("", ""),
                Mark.recorded("policies in force"));
        return new View.Shown(status, Section.POLICIES, "Policies", "page/policies.jte", page);
    }

    private Card card(PolicyVersion version, Optional<Plan> plan, Map<TenantId, Integer> used, Entered entered) {
        TenantId tenant = version.policy().tenant();
        boolean mine =
                entered.tenant().equals(tenant.value()) && !entered.text().isEmpty();
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
                PolicyWords.lines(version.policy(), rooms.times()),
                mine ? entered.text() : PolicyForm.write(version.policy()).toPrettyString(),
                mine);
    }

    /** Sets what the form holds, or withdraws the policy; a fault leaves what was written where it was. */
    private View set(Visit visit) {
        Caller caller = Caller.of(visit.context());
        try {
            var tenant = new TenantId(visit.required("tenant"));
            int expected = visit.field("version").map(Integer::parseInt).orElse(0);
            if (!caller.sees(tenant.value())) {
                return list(visit, Optional.of("tenant: another's policy is for the operator to set"), 403);
            }
            if (visit.field("act").filter("withdraw"::equals).isPresent()) {
                return changed(visit, rooms.policies().withdraw(tenant, expected, caller.keyId()));
            }
            JsonNode json = StrictJson.parse(visit.required("policy").getBytes(StandardCharsets.UTF_8));
            return changed(visit, rooms.policies().set(PolicyForm.read(tenant, json), expected, caller.keyId()));
        } catch (JsonRefusedException refused) {
            return list(visit, Optional.of("This is no JSON as it should be: " + refused.getMessage()), 422);
        } catch (WorkloadFileException refused) {
            return list(visit, Optional.of(refused.field() + " " + refused.problem()), 422);
        } catch (IllegalArgumentException unusable) {
            return list(visit, Optional.of(String.valueOf(unusable.getMessage())), 422);
        }
    }

    private View changed(Visit visit, PolicyDesk.Change change) {
        return switch (change) {
            case PolicyDesk.Change.Done _ -> new View.Moved("/policies");
            case PolicyDesk.Change.Stale(int version) ->
                list(
                        visit,
                        Optional.of(
                                version == 0
                                        ? "No policy of this tenant stands: leave the version out"
                                        : "Version " + version + " stands by now: read it, then change it again"),
                        409);
            case PolicyDesk.Change.Full(int most) -> list(visit, Optional.of(most + " policies are in force"), 409);
            case PolicyDesk.Change.Refused(String field, String detail) ->
                list(visit, Optional.of(field + ": " + detail), 422);
        };
    }
}
