package dev.flexgate.beckn.activation;

import dev.flexgate.audit.RecordId;
import dev.flexgate.beckn.activation.FlexContracts.Ours;
import dev.flexgate.beckn.activation.Kept.KeptLine;
import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.dialect.Dialects;
import dev.flexgate.beckn.discovery.DiscoveryLimits;
import dev.flexgate.beckn.message.Activation;
import dev.flexgate.beckn.message.BecknMessage.Activate;
import dev.flexgate.beckn.message.BecknMessage.DiscoverResources;
import dev.flexgate.beckn.message.BecknMessage.FlexCallback;
import dev.flexgate.beckn.message.BecknMessage.FlexRequest;
import dev.flexgate.beckn.message.BecknMessage.FlexStatus;
import dev.flexgate.beckn.message.BecknMessage.OnActivate;
import dev.flexgate.beckn.message.BecknMessage.OnDiscoverResources;
import dev.flexgate.beckn.message.BecknMessage.OnFlexStatus;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.FlexContract;
import dev.flexgate.beckn.message.IncentiveTerms;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.flexibility.Activated;
import dev.flexgate.flexibility.Area;
import dev.flexgate.flexibility.FlexOrder;
import dev.flexgate.flexibility.FlexOrderId;
import dev.flexgate.flexibility.FlexOrderState;
import dev.flexgate.flexibility.NeedRequest;
import dev.flexgate.flexibility.Pricing;
import dev.flexgate.flexibility.Reason;
import dev.flexgate.quantity.Direction;
import dev.flexgate.settlement.SettlementCase;
import dev.flexgate.settlement.rule.BaselineMethod;
import dev.flexgate.settlement.rule.Formula;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where grid operators meet the room that sells flexibility. An activation of several resources is one act: all its
 * lines are answered in one transaction, each as far as the jobs there can bear.
 */
public final class FlexDesk {

    private enum Fault {
        OTHER_CONTENT
    }

    private final FlexSources sources;
    private final Activations activations;
    private final FlexContracts contracts;
    private final FlexCatalogs catalogs;
    private final Ids ids;
    private final InstantSource clock;

    /** @param provider who we are, for people */
    public FlexDesk(
            FlexSources sources,
            String provider,
            Dialects dialects,
            DiscoveryLimits discovery,
            Ids ids,
            InstantSource clock) {
        this.sources = sources;
        this.activations = new Activations(dialects);
        this.contracts = new FlexContracts(sources);
        this.catalogs = new FlexCatalogs(sources, provider, discovery);
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * The answer, in the envelope {@code reply}; what it changes is changed in {@code tx}. Refuses what cannot be meant
     * before anything is changed.
     *
     * @param causes the record of its message, when there is one
     */
    public FlexCallback answer(Tx tx, FlexRequest request, Dialect dialect, Context reply, List<RecordId> causes) {
        return switch (request) {
            case DiscoverResources discover -> new OnDiscoverResources(reply, catalogs.find(discover, clock.instant()));
            case Activate activate -> new OnActivate(reply, activated(tx, activate, dialect, causes));
            case FlexStatus status -> new OnFlexStatus(reply, standing(tx, status));
        };
    }

    /**
     * Lets the jobs negotiate before the transaction that answers, so that it is short. What one line changes, the next
     * one's jobs negotiate anew in the transaction; nearly every activation has one.
     */
    public void foresee(Activate activate) {
        Activation asked = activate.activation();
        ActivationRules.check(asked, sites(), clock.instant());
        Activation.Line first = asked.lines().getFirst();
        sources.market().foresee(need(activate.context().bap().id(), ids.next() + "/0", first));
    }

    private FlexContract activated(Tx tx, Activate activate, Dialect dialect, List<RecordId> causes) {
        Context context = activate.context();
        Optional<Kept> before = activations.ofSession(tx, context.bap().id(), context.transactionId());
        if (before.isPresent()) {
            return repeated(before.get(), activate.activation());
        }
        Activation asked = activate.activation();
        ActivationRules.check(asked, sites(), clock.instant());
        UUID id = ids.next();
        List<KeptLine> lines = new ArrayList<>();
        List<Ours> ours = new ArrayList<>();
        for (Activation.Line line : asked.lines()) {
            NeedRequest need = need(context.bap().id(), id + "/" + lines.size(), line);
            lines.add(line(line, sources.market().activate(tx, need, causes), ours));
        }
        var kept = new Kept(id, context.bap().id(), dialect.name(), activate, clock.instant(), lines);
        activations.keep(tx, kept);
        return contracts.promised(kept, ours);
    }

    private Map<String, Site> sites() {
        return sources.sites().get().stream()
                .collect(Collectors.toMap(site -> site.id().value(), site -> site));
    }

    private NeedRequest need(String requester, String requestId, Activation.Line line) {
        IncentiveTerms terms = line.incentive().orElse(sources.profile().incentive());
        return new NeedRequest(
                requester,
                requestId,
                new Area.OneSite(new SiteId(line.resourceId())),
                line.window(),
                line.requested(),
                Direction.DOWN,
                terms.rate(),
                terms.penalty(),
                new BaselineMethod.CounterfactualSchedule(),
                terms.rate().isPresent() ? Pricing.POSTED : Pricing.PAY_AS_BID,
                new Formula.Incentive(terms.bonusAbove(), terms.bonusRate()));
    }

    private static KeptLine line(Activation.Line asked, Activated activated, List<Ours> ours) {
        return switch (activated) {
            case Activated.Committed committed ->
                kept(asked, committed.order(), committed.offer().binding().map(Reason::detail), ours);
            case Activated.Repeated repeated -> kept(asked, repeated.order(), Optional.empty(), ours);
            case Activated.Declined declined -> {
                ours.add(new Ours(Optional.empty(), Optional.empty()));
                yield new KeptLine(
                        Optional.empty(),
                        declined.reason().code() + ": " + declined.reason().detail());
            }
        };
    }

    private static KeptLine kept(Activation.Line asked, FlexOrder order, Optional<String> binding, List<Ours> ours) {
        ours.add(new Ours(Optional.of(order), Optional.empty()));
        boolean whole = order.power().compareTo(asked.requested()) >= 0;
        String why = binding.orElseGet(
                () -> "more than " + order.power() + " cannot be moved there without leaving work undone");
        return new KeptLine(Optional.of(order.id()), whole ? "" : why);
    }

    /** A session is about one activation: the same again is answered as before, another is refused. */
    private FlexContract repeated(Kept before, Activation asked) {
        Activation first = before.request().activation();
        boolean same = first.lines().equals(asked.lines())
                && first.event().id().equals(asked.event().id());
        if (!same) {
            throw RefusedException.of(
                            ErrorCode.BIZ_ALREADY_CONFIRMED, "this transaction has activated something else before")
                    .reason(Fault.OTHER_CONTENT)
                    .at("$.message.order.beckn:orderItems")
                    .fix("use a transaction id for each activation");
        }
        return contracts.promised(before, ours(before, Map.of(), Map.of()));
    }

    private FlexContract standing(Tx tx, FlexStatus status) {
        Kept kept = uuid(status.orderId())
                .flatMap(id -> activations.find(tx, status.context().bap().id(), id))
                .orElseThrow(() -> RefusedException.of(ErrorCode.BIZ_ORDER_NOT_FOUND, "no order of yours has this id")
                        .at("$.message.order_id")
                        .fix("send beckn:id from our on_confirm"));
        return contracts.standing(kept, ours(kept, Map.of(), Map.of()), clock.instant());
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    private List<Ours> ours(Kept kept, Map<FlexOrderId, FlexOrder> changed, Map<FlexOrderId, SettlementCase> settled) {
        return kept.lines().stream()
                .map(line -> new Ours(
                        line.order().flatMap(id -> fresh(id, changed, sources.market()::find)),
                        line.order().flatMap(id -> fresh(id, settled, sources.settlements()))))
                .toList();
    }

    /** What changes in this transaction is not in the tables for anybody else yet. */
    private static <T> Optional<T> fresh(
            FlexOrderId id, Map<FlexOrderId, T> changed, Function<FlexOrderId, Optional<T>> tables) {
        return Optional.ofNullable(changed.get(id)).or(() -> tables.apply(id));
    }

    /**
     * What the operator is to be told now that {@code order} changed, if anything: that the delivery of all lines is
     * over, or that one was called off, stopped or given up.
     */
    public Optional<News> changed(Tx tx, FlexOrder order) {
        boolean stopped = order.state() instanceof FlexOrderState.Aborted
                || !order.failures().isEmpty();
        boolean tells = FlexContracts.isOver(order) || stopped;
        boolean settling = FlexContracts.isSettling(order);
        if (!tells || settling) {
            return Optional.empty();
        }
        return activations.lockOf(tx, order.id()).flatMap(kept -> {
            List<Ours> ours = ours(kept, Map.of(order.id(), order), Map.of());
            boolean calledOff = !FlexContracts.hasBegun(order) || stopped;
            boolean allOver =
                    ours.stream().flatMap(each -> each.order().stream()).allMatch(FlexContracts::isOver);
            return calledOff || allOver ? Optional.of(news(kept, ours)) : Optional.empty();
        });
    }

    /** What the operator is to be told now that an order was settled: once all of its activation are. */
    public Optional<News> settled(Tx tx, FlexOrderId order, SettlementCase settled) {
        return activations.lockOf(tx, order).flatMap(kept -> {
            List<Ours> ours = ours(kept, Map.of(), Map.of(order, settled));
            boolean all = ours.stream()
                    .filter(each -> each.order().isPresent())
                    .allMatch(each ->
                            each.settlement().flatMap(SettlementCase::lastRun).isPresent());
            return all ? Optional.of(news(kept, ours)) : Optional.empty();
        });
    }

    /**
     * A message that nobody asked for.
     *
     * @param subscriber whom to tell
     * @param dialect in which
     * @param context the envelope of the activation
     * @param contract how it stands
     */
    public record News(String subscriber, String dialect, Context context, FlexContract contract) {}

    private News news(Kept kept, List<Ours> ours) {
        Instant now = clock.instant();
        return new News(
                kept.subscriber(), kept.dialect(), kept.request().context(), contracts.standing(kept, ours, now));
    }
}
