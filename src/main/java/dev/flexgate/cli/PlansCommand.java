package dev.flexgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flexgate plans}: what stands, what stood, and what somebody proposes instead. */
@Command(name = "plans", description = "List, compare, propose, apply and roll back plans.")
final class PlansCommand extends RestCommand {

    private static final String PROPOSALS = "/api/v1/plans/proposals";

    private static final String APPROVAL = "/api/v1/plans/approval";

    private static final Table LIST = Table.of(
            "VERSION", "/version",
            "MADE", "/asOf",
            "CAUSE", "/cause",
            "COST", "/certificate/cost",
            "CURRENCY", "/certificate/currency",
            "GAP", "/certificate/gap",
            "PLACED", "/changes/placed",
            "MOVED", "/changes/moved",
            "DROPPED", "/changes/dropped");

    private static final Table PROPOSED = Table.of(
            "PROPOSAL", "/proposalId",
            "STATE", "/state",
            "AGAINST", "/basePlanVersion",
            "MADE", "/madeAt",
            "EXPIRES", "/expiresAt",
            "BY", "/proposedBy",
            "WHY", "/reason",
            "CHANGES", "/changes");

    private static final Table CHANGES = Table.of(
            "JOB", "/jobId",
            "CHANGE", "/kind",
            "FROM", "/before/0/start",
            "AT", "/before/0/siteId",
            "TO", "/after/0/start",
            "AT", "/after/0/siteId",
            "COST", "/effect/money",
            "CARBON MG", "/effect/carbonMg");

    private static final Table PEAKS =
            Table.of("SITE", "/siteId", "PEAK KW", "/beforeKw", "NEW KW", "/afterKw", "LIMIT KW", "/limitKw");

    @Command(name = "ls", description = "List plans, the newest first.")
    int ls(@Mixin Paging paging) {
        return list(query("/api/v1/plans", "after", paging.after, "limit", paging.limitText()), "plans", LIST);
    }

    @Command(name = "get", description = "Show a plan; without a version the one that stands.")
    int get(@Parameters(paramLabel = "VERSION", arity = "0..1", defaultValue = "") String version) {
        return show(ask(rest -> rest.get(version.isEmpty() ? "/api/v1/plan" : "/api/v1/plans/" + version)));
    }

    @Command(name = "diff", description = "Say what a plan does differently from another.")
    int diff(
            @Parameters(paramLabel = "VERSION") String version,
            @Option(
                            names = "--against",
                            paramLabel = "VERSION",
                            defaultValue = "",
                            description = "The other one (default: the one before).")
                    String against,
            @Option(names = "--json-patch", description = "As an RFC 6902 patch, which makes the other plan this one.")
                    boolean patch) {
        if (patch) {
            return patch(version, against);
        }
        JsonNode diff = ask(rest -> rest.get(query("/api/v1/plans/" + version + "/diff", "against", against)));
        return options().output() == FlexGateCommand.Output.TABLE ? told(diff) : show(diff);
    }

    private int patch(String version, String against) {
        String from = against.isEmpty() ? before(version) : against;
        String path = "/api/v1/plans/" + from + "/diff/" + version;
        return show(ask(rest -> rest.get(path, "application/json-patch+json")));
    }

    private static String before(String version) {
        try {
            return Long.toString(Long.parseLong(version) - 1);
        } catch (NumberFormatException noNumber) {
            throw new CommandFailure(
                    ExitCode.USAGE, "VERSION cannot be read", "'" + version + "' is no number", "write such as 118");
        }
    }

    private int told(JsonNode diff) {
        out().println("plan " + diff.path("to").asText() + " against "
                + diff.path("from").asText() + ", from "
                + diff.path("start").asText() + " to " + diff.path("end").asText() + ": "
                + diff.path("placed").asText() + " placed, "
                + diff.path("moved").asText() + " moved, "
                + diff.path("dropped").asText() + " dropped; "
                + diff.at("/effect/money").asText() + " "
                + diff.at("/effect/currency").asText() + " and "
                + diff.at("/effect/carbonMg").asText() + " mg CO2e more");
        CHANGES.print(out(), diff.path("changes"));
        PEAKS.print(out(), diff.path("peaks"));
        diff.path("undone")
                .forEach(each -> out().println(
                                "left undone of job " + each.path("jobId").asText() + ": "
                                        + each.path("afterKwh").asText() + " kWh instead of "
                                        + each.path("beforeKwh").asText() + " kWh"));
        out().flush();
        return ExitCode.DONE.code();
    }

    @Command(
            name = "propose",
            description = "Negotiate a plan under what is asked and keep it as a proposal; it does not stand.",
            footer = {"", "Exit code 11: no plan can do that; the output names what stands against it."})
    int propose(
            @Option(names = "--carbon-per-tonne", paramLabel = "GBP", description = "A tonne of CO2e is worth so much.")
                    String carbon,
            @Option(
                            names = "--close",
                            paramLabel = "SITE,START,END",
                            description = "A site takes no job and sells nothing; may be given again.")
                    List<String> close,
            @Option(
                            names = "--move",
                            paramLabel = "JOB,SITE[,START]",
                            description = "A job runs there, from then on or whenever suits; may be given again.")
                    List<String> move,
            @Option(names = "--release", paramLabel = "JOB", description = "What was asked of it before is taken back.")
                    List<String> release,
            @Option(names = "--release-all", description = "All that was asked before is taken back.")
                    boolean releaseAll,
            @Option(
                            names = "--roll-back-to",
                            paramLabel = "VERSION",
                            description = "The runs ahead of an earlier plan.")
                    Integer rollBackTo,
            @Option(names = "--partly", description = "Restore what can be restored.") boolean partly,
            @Option(names = "--reason", defaultValue = "", description = "For the record.") String reason,
            @Option(
                            names = "--expires-in",
                            paramLabel = "MINUTES",
                            defaultValue = "60",
                            description = "How long it can be applied (default 60).")
                    int minutes,
            @Option(
                            names = "--idempotency-key",
                            defaultValue = "",
                            description = "To repeat one whose answer was lost.")
                    String intent) {
        ObjectNode body = Json.object().put("reason", reason).put("expiresInMinutes", minutes);
        if (carbon != null) {
            body.put("carbonPerTonne", carbon);
        }
        if (close != null) {
            ArrayNode list = body.putArray("closeSites");
            close.forEach(each -> parts(list.addObject(), "--close", each, "siteId", "start", "end"));
        }
        if (move != null) {
            ArrayNode list = body.putArray("moveJobs");
            move.forEach(each -> parts(list.addObject(), "--move", each, "jobId", "siteId", "start"));
        }
        if (release != null) {
            ArrayNode list = body.putArray("releaseJobs");
            release.forEach(list::add);
        }
        if (releaseAll) {
            body.put("releaseAll", true);
        }
        if (rollBackTo != null) {
            body.put("rollBackTo", rollBackTo).put("partly", partly);
        }
        JsonNode proposal = ask(rest -> rest.once(PROPOSALS, Json.bytes(body), key(intent)));
        err().println("next: flexgate plans apply "
                + proposal.path("proposalId").asText());
        return proposed(proposal);
    }

    /** Comma-separated parts; the last may be left out of a move, and the gateway says so of anything else. */
    private static void parts(ObjectNode into, String option, String text, String... names) {
        String[] parts = text.split(",", -1);
        if (parts.length < 2 || parts.length > names.length) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    option + " cannot be read",
                    "'" + text + "' has " + parts.length + " parts between commas",
                    "write " + String.join(",", names));
        }
        for (int part = 0; part < parts.length; part++) {
            into.put(names[part], parts[part]);
        }
    }

    private int proposed(JsonNode proposal) {
        if (options().output() != FlexGateCommand.Output.TABLE) {
            return show(proposal);
        }
        out().println("proposal " + proposal.path("proposalId").asText() + " is "
                + proposal.path("state").asText() + ", expires "
                + proposal.path("expiresAt").asText());
        proposal.path("changes").forEach(each -> out().println("asked: " + each.asText()));
        proposal.path("leftOut")
                .forEach(each -> out().println("left out: " + each.path("code").asText() + " "
                        + each.path("detail").asText()));
        return told(proposal.path("diff"));
    }

    @Command(name = "proposals", description = "List proposals, the newest first.")
    int proposals(@Mixin Paging paging) {
        return list(query(PROPOSALS, "after", paging.after, "limit", paging.limitText()), "proposals", PROPOSED);
    }

    @Command(name = "proposal", description = "Show a proposal and what it would change.")
    int proposal(@Parameters(paramLabel = "PROPOSAL") String id) {
        return proposed(ask(rest -> rest.get(PROPOSALS + "/" + id)));
    }

    @Command(name = "apply", description = "Let a proposal stand, if the plan that it was made against still does.")
    int apply(
            @Parameters(paramLabel = "PROPOSAL") String id,
            @Option(names = "--reason", defaultValue = "", description = "For the record.") String reason,
            @Option(names = "--if-version", paramLabel = "VERSION", description = "The plan that you believe to stand.")
                    Integer version) {
        JsonNode plan = ask(rest -> {
            String expected = version != null
                    ? version.toString()
                    : rest.get(PROPOSALS + "/" + id).path("basePlanVersion").asText();
            return rest.once(
                    query(PROPOSALS + "/" + id + ":apply", "reason", reason), new byte[0], key(""), etag(expected));
        });
        return stands(plan);
    }

    @Command(name = "approval", description = "Show which plans wait for a person.")
    int approval() {
        return show(ask(rest -> rest.get(APPROVAL)));
    }

    @Command(
            name = "set-approval",
            description = "Say which plans wait for a person.",
            footer = {"", "Those that wait: flexgate plans proposals; then plans apply or plans withdraw."})
    int setApproval(
            @Parameters(paramLabel = "AUTOMATIC|MANUAL") String mode,
            @Option(
                            names = "--cause",
                            paramLabel = "CAUSE",
                            split = ",",
                            description =
                                    "JOBS, FORECAST, SALES, PROMISES, POLICIES, SITES, SETTINGS or TIME (default: all).")
                    List<String> causes,
            @Option(
                            names = "--site",
                            paramLabel = "SITE",
                            split = ",",
                            description = "Only plans that change something there (default: any site).")
                    List<String> sites,
            @Option(
                            names = "--expires-in",
                            paramLabel = "MINUTES",
                            defaultValue = "60",
                            description = "How long one can be applied (default 60).")
                    int minutes) {
        ObjectNode body =
                Json.object().put("mode", mode.toUpperCase(Locale.ROOT)).put("expiresInMinutes", minutes);
        if (causes != null) {
            ArrayNode list = body.putArray("causes");
            causes.forEach(each -> list.add(each.toUpperCase(Locale.ROOT)));
        }
        if (sites != null) {
            ArrayNode list = body.putArray("sites");
            sites.forEach(list::add);
        }
        return show(ask(rest -> rest.put(
                APPROVAL,
                Json.bytes(body),
                Map.of("If-Match", etag(rest.get(APPROVAL).path("version").asText())))));
    }

    @Command(name = "withdraw", description = "Take a proposal back.")
    int withdraw(@Parameters(paramLabel = "PROPOSAL") String id) {
        return show(ask(rest -> rest.once(PROPOSALS + "/" + id + ":withdraw", new byte[0], "withdraw-" + id)));
    }

    @Command(
            name = "rollback",
            description = "Let the runs ahead of an earlier plan stand again.",
            footer = {"", "To look first: flexgate plans propose --roll-back-to VERSION"})
    int rollback(
            @Parameters(paramLabel = "VERSION") String version,
            @Option(names = "--partly", description = "Restore what can be restored.") boolean partly,
            @Option(names = "--reason", defaultValue = "", description = "For the record.") String reason,
            @Option(names = "--if-version", paramLabel = "VERSION", description = "The plan that you believe to stand.")
                    Integer standing) {
        JsonNode plan = ask(rest -> {
            String expected = standing != null
                    ? standing.toString()
                    : rest.get("/api/v1/plan").path("version").asText();
            String path =
                    query("/api/v1/plans/" + version + ":rollback", "partly", partly ? "true" : "", "reason", reason);
            return rest.once(path, new byte[0], key(""), etag(expected));
        });
        return stands(plan);
    }

    private int stands(JsonNode plan) {
        if (options().output() != FlexGateCommand.Output.TABLE) {
            return show(plan);
        }
        out().println("plan " + plan.path("version").asText() + " stands: "
                + plan.path("cause").asText());
        out().flush();
        err().println("next: flexgate plans diff " + plan.path("version").asText());
        return ExitCode.DONE.code();
    }

    private String key(String intent) {
        String key = intent.isEmpty() ? UUID.randomUUID().toString() : intent;
        err().println("Idempotency-Key: " + key);
        return key;
    }

    private static String etag(String version) {
        return "\"" + version + "\"";
    }
}
