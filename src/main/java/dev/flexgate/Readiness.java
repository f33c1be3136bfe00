package dev.flexgate;

import dev.flexgate.api.Operations.Check;
import dev.flexgate.api.Operations.State;
import dev.flexgate.feed.FeedAgent;
import dev.flexgate.feed.FeedStatus;
import dev.flexgate.forecast.ForecastAgent;
import dev.flexgate.forecast.TrainingStatus;
import dev.flexgate.forecast.TrainingStatus.Outcome;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.planning.Plan;
import dev.flexgate.planning.Planning;
import dev.flexgate.store.Database;
import dev.flexgate.store.StoreException;
import java.util.List;
import java.util.Optional;

/** What must hold before the gateway can serve, and what an operator wants to see beside it. */
record Readiness(
        Database database,
        DatabaseSource source,
        Planning planning,
        FeedAgent feeds,
        ForecastAgent forecasts,
        Outbox outbox) {

    List<Check> checks() {
        return List.of(
                new Check("database", this::databaseAnswers),
                new Check("plan", this::planStands),
                new Check("feeds", this::feedsAreKnown),
                new Check("forecast", this::forecastsAreLearnt),
                new Check("outbox", this::outboxStands));
    }

    private State databaseAnswers() {
        try {
            database.row("select 1 as one");
            return new State(true, source.running().getAsBoolean() ? "answers" : "answers, but is ending");
        } catch (StoreException away) {
            return new State(false, "does not answer");
        }
    }

    private State planStands() {
        Optional<Plan> plan = planning.standing();
        return plan.map(standing -> new State(
                        true,
                        "plan " + standing.version() + " of " + standing.asOf() + ", forecasts " + standing.quality()))
                .orElseGet(() -> new State(false, "no plan stands yet"));
    }

    /** A feed that is away makes the gateway worse, not unable: the forecast takes over. */
    private State feedsAreKnown() {
        List<FeedStatus> statuses = feeds.statuses();
        long simulated = statuses.stream().filter(FeedStatus::simulated).count();
        return new State(true, statuses.size() + " feeds, " + simulated + " of them simulated");
    }

    /** Without a model of its own a signal is forecast all the same, only worse. */
    private State forecastsAreLearnt() {
        List<TrainingStatus> statuses = forecasts.statuses();
        long models = statuses.stream().filter(each -> each.model().isPresent()).count();
        long failed = statuses.stream()
                .filter(each -> each.outcome() == Outcome.FAILED)
                .count();
        return new State(true, models + " models in use, " + failed + " trainings failed last time");
    }

    private State outboxStands() {
        try {
            var standing = outbox.standing();
            return new State(true, standing.toString());
        } catch (StoreException away) {
            return new State(false, "the database does not answer");
        }
    }
}
