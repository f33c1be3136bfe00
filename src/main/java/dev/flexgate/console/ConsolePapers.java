package dev.flexgate.console;

import dev.flexgate.audit.LogSearch;
import dev.flexgate.audit.NoteKey;
import dev.flexgate.budget.Budgets;
import dev.flexgate.feed.Readings;
import dev.flexgate.forecast.ForecastAgent;
import dev.flexgate.forecast.Forecaster;
import dev.flexgate.identity.PublicKey32;
import dev.flexgate.placement.PlacementDesk;
import dev.flexgate.rewrite.Rewriting;
import dev.flexgate.workload.PolicyDesk;
import java.util.List;
import java.util.Optional;

/**
 * What decisions rest on and how they are proved, as far as the console shows it.
 *
 * @param logKey whose checkpoints are published
 * @param rewriting who retells explanations; empty for nobody
 * @param recordKeys every key that has ever signed a record
 * @param placement where and when work would be done best
 * @param budgets of the tenants
 */
public record ConsolePapers(
        PolicyDesk policies,
        Forecaster forecaster,
        ForecastAgent forecasts,
        Readings readings,
        LogSearch search,
        NoteKey logKey,
        List<PublicKey32> recordKeys,
        PlacementDesk placement,
        Budgets budgets,
        Optional<Rewriting> rewriting) {}
