package dev.flexgate.flexibility;

import java.time.Instant;

/**
 * A request with where it stands.
 *
 * @param id ours
 * @param request what was asked
 * @param state where it stands
 * @param version counts its states, from 1
 * @param since when it entered this state
 */
public record Need(NeedId id, NeedRequest request, NeedState state, int version, Instant since) {

    /** Throws {@link IllegalTransitionException} when {@code next} does not follow. */
    Need become(NeedState next, Instant now) {
        if (!state.leadsTo(next)) {
            throw new IllegalTransitionException("need", id.toString(), version, state.text(), next.text());
        }
        return new Need(id, request, next, version + 1, now);
    }
}
