package dev.flexgate.planning;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What came of negotiating what a person asked for; nothing of it is kept until it is proposed. */
public final class Weighed {

    private final ProposalRequest request;
    private final PlanCase aCase;
    private final Outcome outcome;
    private final JsonNode transcript;
    private final List<Obstacle> leftOut;

    Weighed(ProposalRequest request, PlanCase aCase, Outcome outcome, JsonNode transcript, List<Obstacle> leftOut) {
        this.request = request;
        this.aCase = aCase;
        this.outcome = outcome;
        this.transcript = transcript;
        this.leftOut = List.copyOf(leftOut);
    }

    ProposalRequest request() {
        return request;
    }

    PlanCase aCase() {
        return aCase;
    }

    Outcome outcome() {
        return outcome;
    }

    JsonNode transcript() {
        return transcript;
    }

    List<Obstacle> leftOut() {
        return leftOut;
    }
}
