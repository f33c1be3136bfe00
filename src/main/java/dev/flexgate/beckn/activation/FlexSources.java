package dev.flexgate.beckn.activation;

import dev.flexgate.flexibility.FlexOrderId;
import dev.flexgate.settlement.SettlementCase;
import dev.flexgate.workload.Site;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where activations are ordered, and whence their reports come.
 *
 * @param market sells what is asked
 * @param settlements what came of an order
 * @param meters what is read while it runs
 * @param sites that can be activated
 * @param headroom how much less each could draw
 * @param profile under which terms
 */
public record FlexSources(
        FlexMarket market,
        Function<FlexOrderId, Optional<SettlementCase>> settlements,
        SiteMeters meters,
        Supplier<List<Site>> sites,
        Supplier<List<Headroom>> headroom,
        FlexProfile profile) {}
