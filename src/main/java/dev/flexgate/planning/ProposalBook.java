package dev.flexgate.planning;

import dev.flexgate.audit.RecordId;
import dev.flexgate.planning.Proposals.Kept;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Tx;
import java.time.Instant;
import java.util.List;

/** Makes a proposal of what was weighed, with its record. */
final class ProposalBook {

    private final Ids ids;
    private final PlanRecords records;

    ProposalBook(Ids ids, PlanRecords records) {
        this.ids = ids;
        this.records = records;
    }

    /** What was due takes the place of whatever waited before it. */
    Proposal add(Tx tx, Weighed weighed, Proposal.Origin origin, Instant now) {
        ProposalRequest request = weighed.request();
        List<ProposalId> superseded =
                origin == Proposal.Origin.DUE ? Proposals.supersede(tx, request.by(), now) : List.of();
        PlanInputs inputs = weighed.aCase().inputs();
        var id = new ProposalId(ids.next());
        var wish = new Proposal.Wish(
                origin,
                request.by(),
                request.reason(),
                request.changes().stream().map(Change::sentence).toList(),
                weighed.leftOut());
        var term = new Proposal.Term(now, now.plus(request.lasts()));
        ProposedPlan plan = ProposedPlan.of(inputs, weighed.outcome());
        RecordId record = records.proposed(tx, id, inputs.standingVersion(), wish, term, plan, superseded);
        var proposal = new Proposal(id, inputs.standingVersion(), wish, term, plan, new Proposal.State.Open(), record);
        Proposals.add(tx, new Kept(proposal, inputs, weighed.outcome(), weighed.transcript()));
        return proposal;
    }
}
