package dev.flexgate.beckn.activation;

import dev.flexgate.beckn.activation.Kept.KeptLine;
import dev.flexgate.beckn.message.Activation;
import dev.flexgate.beckn.message.FlexContract;
import dev.flexgate.beckn.message.FlexContract.Incentive;
import dev.flexgate.beckn.message.FlexContract.Line;
import dev.flexgate.beckn.message.FlexContract.Outcome;
import dev.flexgate.beckn.message.FlexContract.Participation;
import dev.flexgate.beckn.message.FlexContract.Report;
import dev.flexgate.beckn.message.FlexContract.Settled;
import dev.flexgate.beckn.message.FlexContract.Stage;
import dev.flexgate.beckn.message.GridEvent;
import dev.flexgate.flexibility.FlexOrder;
import dev.flexgate.flexibility.FlexOrderState;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.settlement.SettlementCase;
import dev.flexgate.workload.Site;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An activation and its orders as the contract that the network sees. */
final class FlexContracts {

    /**
     * Our side of a line.
     *
     * @param order empty when nothing was promised
     * @param settlement empty when there is none yet
     */
    record Ours(Optional<FlexOrder> order, Optional<SettlementCase> settlement) {}

    private final FlexSources sources;

    FlexContracts(FlexSources sources) {
        this.sources = sources;
    }

    /** As it was answered: what was promised, whatever has happened since. */
    FlexContract promised(Kept kept, List<Ours> ours) {
        List<Report> reports = new ArrayList<>();
        for (int k = 0; k < ours.size(); k++) {
            reports.add(promised(kept, k, ours.get(k)));
        }
        Stage stage = kept.orders().isEmpty() ? Stage.REJECTED : Stage.CONFIRMED;
        return contract(kept, stage, reports, estimate(kept, ours), kept.at());
    }

    /** As it stands. */
    FlexContract standing(Kept kept, List<Ours> ours, Instant now) {
        List<Report> reports = new ArrayList<>();
        for (int k = 0; k < ours.size(); k++) {
            reports.add(report(kept, k, ours.get(k)));
        }
        Stage stage = stage(ours, reports);
        Optional<Incentive> incentive = stage == Stage.COMPLETED ? settled(kept, reports) : estimate(kept, ours);
        return contract(kept, stage, reports, incentive, now);
    }

    private Participation promised(Kept kept, int number, Ours ours) {
        KeptLine line = kept.lines().get(number);
        Activation.Line asked = kept.request().activation().lines().get(number);
        return ours.order()
                .map(order -> FlexReports.promised(asked, line, order, sources.profile()))
                .orElseGet(() -> FlexReports.declined(line, sources.profile()));
    }

    private Report report(Kept kept, int number, Ours ours) {
        if (ours.order().isEmpty() || !isUnderWay(ours.order().get())) {
            return promised(kept, number, ours);
        }
        FlexOrder order = ours.order().get();
        return ours.settlement()
                .flatMap(settlement -> FlexReports.over(order, settlement))
                .or(() -> FlexReports.underWay(
                                order, sources.meters().of(order.sites().first(), order.window()))
                        .map(Report.class::cast))
                .orElseGet(() -> order.failures().isEmpty()
                        ? promised(kept, number, ours)
                        : FlexReports.failed(order, sources.profile()));
    }

    private static boolean isUnderWay(FlexOrder order) {
        return hasBegun(order) || !order.failures().isEmpty();
    }

    static boolean hasBegun(FlexOrder order) {
        return switch (order.state()) {
            case FlexOrderState.Received _,
                    FlexOrderState.Rejected _,
                    FlexOrderState.Accepted _,
                    FlexOrderState.Scheduled _,
                    FlexOrderState.Cancelled _ -> false;
            case FlexOrderState.Active _,
                    FlexOrderState.Failed _,
                    FlexOrderState.Aborted _,
                    FlexOrderState.DeliveryComplete _,
                    FlexOrderState.Measured _,
                    FlexOrderState.SettlementProposed _,
                    FlexOrderState.Disputed _,
                    FlexOrderState.Settled _,
                    FlexOrderState.Restated _ -> true;
        };
    }

    /** Whether its window is over, or it will never begin. */
    static boolean isOver(FlexOrder order) {
        return switch (order.state()) {
            case FlexOrderState.Received _, FlexOrderState.Accepted _, FlexOrderState.Scheduled _ -> false;
            case FlexOrderState.Active _, FlexOrderState.Failed _, FlexOrderState.Aborted _ -> false;
            default -> true;
        };
    }

    /** Whether it is past the delivery: settlement has its own news. */
    static boolean isSettling(FlexOrder order) {
        return switch (order.state()) {
            case FlexOrderState.Measured _,
                    FlexOrderState.SettlementProposed _,
                    FlexOrderState.Disputed _,
                    FlexOrderState.Settled _,
                    FlexOrderState.Restated _ -> true;
            default -> false;
        };
    }

    private static boolean isDead(FlexOrder order) {
        return order.state() instanceof FlexOrderState.Cancelled || order.state() instanceof FlexOrderState.Rejected;
    }

    private static Stage stage(List<Ours> ours, List<Report> reports) {
        List<FlexOrder> orders =
                ours.stream().flatMap(each -> each.order().stream()).toList();
        if (orders.isEmpty()) {
            return Stage.REJECTED;
        }
        List<FlexOrder> alive = orders.stream().filter(order -> !isDead(order)).toList();
        if (alive.isEmpty()) {
            return Stage.CANCELLED;
        }
        if (alive.stream().noneMatch(FlexContracts::hasBegun)) {
            return Stage.CONFIRMED;
        }
        if (!alive.stream().allMatch(FlexContracts::isOver)) {
            return Stage.IN_PROGRESS;
        }
        long settled = reports.stream()
                .filter(report -> report instanceof Outcome outcome
                        && outcome.settlement().isPresent())
                .count();
        return settled == alive.size() ? Stage.COMPLETED : Stage.DELIVERED;
    }

    private FlexContract contract(
            Kept kept, Stage stage, List<Report> reports, Optional<Incentive> incentive, Instant at) {
        Activation asked = kept.request().activation();
        List<Line> lines = new ArrayList<>();
        for (int k = 0; k < reports.size(); k++) {
            Activation.Line line = asked.lines().get(k);
            String consumer = line.consumerId().isEmpty() ? line.resourceId() : line.consumerId();
            lines.add(new Line(line.id(), line.resourceId(), consumer, name(line.resourceId()), reports.get(k)));
        }
        return new FlexContract(
                kept.id().toString(),
                asked.seller(),
                asked.buyer(),
                stage,
                lines,
                event(kept),
                asked.fulfilmentId().isEmpty() ? "fulfillment-" + kept.id() : asked.fulfilmentId(),
                asked.orderType().isEmpty() ? "resource_activation" : asked.orderType(),
                asked.priority(),
                incentive,
                at);
    }

    private String name(String resource) {
        return sources.sites().get().stream()
                .filter(site -> site.id().value().equals(resource))
                .map(Site::name)
                .findFirst()
                .orElse(resource);
    }

    /** An event without a name is called as its session is; without times it lasts as long as its lines. */
    private static GridEvent event(Kept kept) {
        GridEvent told = kept.request().activation().event();
        return new GridEvent(
                told.id().isEmpty() ? kept.request().context().transactionId() : told.id(),
                told.type(),
                told.severity(),
                Optional.of(told.window().orElseGet(() -> hull(kept))),
                told.totalRequested(),
                told.conditions(),
                told.notifiedAt(),
                told.responseDeadline());
    }

    private static Interval hull(Kept kept) {
        List<Interval> windows = kept.request().activation().lines().stream()
                .map(Activation.Line::window)
                .toList();
        return new Interval(
                windows.stream().map(Interval::start).min(Instant::compareTo).orElseThrow(),
                windows.stream().map(Interval::end).max(Instant::compareTo).orElseThrow());
    }

    private Optional<Incentive> estimate(Kept kept, List<Ours> ours) {
        return ours.stream()
                .flatMap(each -> each.order().stream())
                .map(FlexOrder::price)
                .reduce(Money::plus)
                .map(total ->
                        new Incentive(payment(kept), "PENDING", total, Money.zero(total.currency()), terms(kept)));
    }

    private Optional<Incentive> settled(Kept kept, List<Report> reports) {
        List<Settled> settled = reports.stream()
                .flatMap(report -> report instanceof Outcome outcome ? outcome.settlement().stream() : Stream.empty())
                .toList();
        boolean approved = settled.stream().allMatch(each -> each.status().equals("APPROVED"));
        Money total = settled.stream().map(Settled::total).reduce(Money::plus).orElseThrow();
        Money bonus = settled.stream().map(Settled::bonus).reduce(Money::plus).orElseThrow();
        return Optional.of(
                new Incentive(payment(kept), approved ? "APPROVED" : "CALCULATED", total, bonus, terms(kept)));
    }

    private static String payment(Kept kept) {
        return "payment-" + kept.id();
    }

    private FlexContract.Terms terms(Kept kept) {
        return sources.profile().terms(hull(kept).end());
    }
}
