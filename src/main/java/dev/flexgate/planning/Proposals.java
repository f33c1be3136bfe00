package dev.flexgate.planning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.RecordId;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Proposals at rest: added, closed once, never changed. */
final class Proposals {

    private static final String COLUMNS = """
            id, base_version, proposed_by, made_at, expires_at, words, inputs_gz, inputs_sha256, outcome_gz,
                   outcome_sha256, transcript_gz, audit_record, state, closed_at, closed_by, applied_version, origin,
                   forgotten_at
            """;

    private static final String FIND = """
            select %s
              from planning_proposal
             where id = $1
            """.formatted(COLUMNS);

    private static final String LOCK = FIND + "   for update\n";

    private static final String PAGE = """
            select %s
              from planning_proposal
             where id < $1 and forgotten_at is null
             order by id desc
             limit $2
            """.formatted(COLUMNS);

    private static final String OPEN = """
            select count(*) as open
              from planning_proposal
             where state = 'OPEN' and expires_at > $1
            """;

    private static final String ADD = """
            insert into planning_proposal (id, base_version, proposed_by, made_at, expires_at, words, inputs_gz,
                   inputs_sha256, outcome_gz, outcome_sha256, transcript_gz, audit_record, origin, state)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'OPEN')
            """;

    private static final String WAITING = """
            select count(*) as waiting
              from planning_proposal
             where state = 'OPEN' and origin = 'DUE' and expires_at > $1
               and base_version = (select max(version) from planning_plan)
            """;

    private static final String SUPERSEDE = """
            update planning_proposal
               set state = 'SUPERSEDED', closed_at = $1, closed_by = $2
             where state = 'OPEN' and origin = 'DUE'
            returning id
            """;

    private static final String CLOSE = """
            update planning_proposal
               set state = $2, closed_at = $3, closed_by = $4, applied_version = $5
             where id = $1
            """;

    /**
     * A proposal with all that a plan is made of.
     *
     * @param inputs what it was decided from
     * @param outcome what was decided
     * @param transcript what was said
     */
    record Kept(Proposal proposal, PlanInputs inputs, Outcome outcome, JsonNode transcript) {}

    private final Database database;

    Proposals(Database database) {
        this.database = database;
    }

    Optional<Proposal> find(ProposalId id) {
        return database.row(FIND, id.value()).map(row -> kept(row).proposal());
    }

    Optional<Kept> whole(ProposalId id) {
        return database.row(FIND, id.value()).map(Proposals::kept);
    }

    /** Proposals made before {@code before}, the newest first. */
    List<Proposal> page(ProposalId before, int count) {
        return database.rows(PAGE, before.value(), count).stream()
                .map(row -> kept(row).proposal())
                .toList();
    }

    static Optional<Kept> lock(Tx tx, ProposalId id) {
        return tx.row(LOCK, id.value()).map(Proposals::kept);
    }

    static long open(Tx tx, Instant now) {
        return tx.row(OPEN, now).orElseThrow().getLong("open");
    }

    static void add(Tx tx, Kept kept) {
        Proposal proposal = kept.proposal();
        tx.update(
                ADD,
                proposal.id().value(),
                proposal.base(),
                proposal.wish().by(),
                proposal.term().madeAt(),
                proposal.term().expiresAt(),
                Json.text(words(proposal.wish())),
                Compressed.write(Json.bytes(InputsJson.write(kept.inputs()))),
                proposal.plan().inputsSha256(),
                Compressed.write(Json.bytes(OutcomeJson.write(kept.outcome()))),
                proposal.plan().outcomeSha256(),
                Compressed.write(Json.bytes(kept.transcript())),
                proposal.record().value(),
                proposal.wish().origin().name());
    }

    /** How many plans wait for a person. */
    long waiting(Instant now) {
        return database.row(WAITING, now).orElseThrow().getLong("waiting");
    }

    /** Those that waited wait no more; which they were. */
    static List<ProposalId> supersede(Tx tx, String by, Instant at) {
        return tx.rows(SUPERSEDE, at, by).stream()
                .map(row -> new ProposalId(Columns.uuid(row, "id")))
                .toList();
    }

    static void applied(Tx tx, ProposalId id, long version, String by, Instant at) {
        tx.update(CLOSE, id.value(), "APPLIED", at, by, version);
    }

    static void withdrawn(Tx tx, ProposalId id, String by, Instant at) {
        tx.update(CLOSE, id.value(), "WITHDRAWN", at, by, null);
    }

    /** Says that a proposal was forgotten, and by what it is still known. */
    private static void refuseForgotten(Row row) {
        Optional<Instant> forgotten = Columns.maybeInstant(row, "forgotten_at");
        if (forgotten.isPresent()) {
            throw Forgotten.of(
                    "proposal " + Columns.uuid(row, "id"),
                    forgotten.get(),
                    row.getString("inputs_sha256"),
                    row.getString("outcome_sha256"));
        }
    }

    private static Kept kept(Row row) {
        refuseForgotten(row);
        byte[] inputsJson = Compressed.unfold(Columns.bytes(row, "inputs_gz"));
        PlanInputs inputs = InputsJson.read(Compressed.read(Columns.bytes(row, "inputs_gz")));
        Outcome outcome = OutcomeJson.read(Compressed.read(Columns.bytes(row, "outcome_gz")));
        boolean untouched = Digests.sha256Hex(inputsJson).equals(row.getString("inputs_sha256"))
                && outcome.sha256().equals(row.getString("outcome_sha256"));
        if (!untouched) {
            throw new IllegalStateException("proposal " + Columns.uuid(row, "id") + " is not what was stored");
        }
        var proposal = new Proposal(
                new ProposalId(Columns.uuid(row, "id")),
                row.getLong("base_version"),
                wish(row),
                new Proposal.Term(Columns.instant(row, "made_at"), Columns.instant(row, "expires_at")),
                ProposedPlan.of(inputs, outcome),
                state(row),
                new RecordId(Columns.uuid(row, "audit_record")));
        return new Kept(proposal, inputs, outcome, Compressed.read(Columns.bytes(row, "transcript_gz")));
    }

    private static Proposal.Wish wish(Row row) {
        JsonNode words = Compressed.parse(row.getString("words"));
        return new Proposal.Wish(
                Proposal.Origin.valueOf(row.getString("origin")),
                row.getString("proposed_by"),
                words.get("reason").textValue(),
                sentences(words.get("changes")),
                obstacles(words.get("left_out")));
    }

    private static Proposal.State state(Row row) {
        return switch (row.getString("state")) {
            case "OPEN" -> new Proposal.State.Open();
            case "APPLIED" ->
                new Proposal.State.Applied(
                        row.getLong("applied_version"), row.getString("closed_by"), Columns.instant(row, "closed_at"));
            case "WITHDRAWN" ->
                new Proposal.State.Withdrawn(row.getString("closed_by"), Columns.instant(row, "closed_at"));
            case "SUPERSEDED" -> new Proposal.State.Superseded(Columns.instant(row, "closed_at"));
            default -> throw new IllegalStateException("unknown state of a proposal");
        };
    }

    private static ObjectNode words(Proposal.Wish wish) {
        ObjectNode json = Json.object().put("reason", wish.reason());
        ArrayNode changes = json.putArray("changes");
        wish.changes().forEach(changes::add);
        ArrayNode leftOut = json.putArray("left_out");
        wish.leftOut().forEach(each -> leftOut.add(Json.mapper().<JsonNode>valueToTree(each.members())));
        return json;
    }

    private static List<String> sentences(JsonNode array) {
        List<String> sentences = new ArrayList<>();
        array.forEach(each -> sentences.add(each.textValue()));
        return sentences;
    }

    private static List<Obstacle> obstacles(JsonNode array) {
        List<Obstacle> obstacles = new ArrayList<>();
        for (JsonNode each : array) {
            Map<String, String> about = new HashMap<>();
            each.propertyStream()
                    .filter(member ->
                            !member.getKey().equals("code") && !member.getKey().equals("detail"))
                    .forEach(member ->
                            about.put(member.getKey(), member.getValue().textValue()));
            obstacles.add(new Obstacle(
                    Obstacle.Code.valueOf(each.get("code").textValue()),
                    each.get("detail").textValue(),
                    about));
        }
        return obstacles;
    }
}
