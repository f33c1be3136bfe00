package dev.flexgate.flexibility;

import dev.flexgate.audit.RecordId;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Power;
import dev.flexgate.settlement.ContractId;
import dev.flexgate.settlement.LineAct;
import dev.flexgate.settlement.Settlement;
import dev.flexgate.settlement.SettlementCase;
import dev.flexgate.settlement.SettlementContract;
import dev.flexgate.settlement.SettlementWatcher;
import dev.flexgate.settlement.rule.ContractLine;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.Asset;
import dev.flexgate.workload.AssetId;
import dev.flexgate.workload.Assets;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins orders with their settlement, both ways and each time in one transaction: an order that is scheduled opens
 * its settlement and freezes what was planned without it; a run that is calculated moves the order on.
 */
public final class OrderSettlement implements FlexWatcher, SettlementWatcher {

    private static final Logger LOG = LoggerFactory.getLogger(OrderSettlement.class);

    private final Flexibility flexibility;
    private final Settlement settlement;
    private final Assets assets;
    private final String seller;

    /** @param seller our own name as a party */
    public OrderSettlement(Flexibility flexibility, Settlement settlement, Assets assets, String seller) {
        this.flexibility = flexibility;
        this.settlement = settlement;
        this.assets = assets;
        this.seller = seller;
    }

    @Override
    public void changed(Tx tx, FlexOrder order, RecordId record) {
        switch (order.state()) {
            case FlexOrderState.Scheduled _ -> open(tx, order, record);
            case FlexOrderState.Cancelled(Reason reason) -> {
                if (!assetsOf(order).isEmpty()) {
                    settlement.cancel(tx, id(order), reason.detail(), List.of(record));
                }
            }
            case FlexOrderState.Aborted(Reason reason) -> {
                if (!assetsOf(order).isEmpty()) {
                    settlement.curtail(tx, id(order), order.since(), reason.detail(), List.of(record));
                }
            }
            case FlexOrderState.Received _,
                    FlexOrderState.Rejected _,
                    FlexOrderState.Accepted _,
                    FlexOrderState.Active _,
                    FlexOrderState.Failed _,
                    FlexOrderState.DeliveryComplete _,
                    FlexOrderState.Measured _,
                    FlexOrderState.SettlementProposed _,
                    FlexOrderState.Disputed _,
                    FlexOrderState.Settled _,
                    FlexOrderState.Restated _ -> {}
        }
    }

    private void open(Tx tx, FlexOrder order, RecordId record) {
        List<AssetId> measured = assetsOf(order);
        if (measured.isEmpty()) {
            // Somebody has to enter the meters and open the settlement by hand; the order is binding all the same.
            LOG.warn("order {} cannot be settled: its sites {} have no assets with meters", order.id(), order.sites());
            return;
        }
        var contract = new SettlementContract(
                id(order),
                order.request().requester(),
                seller,
                measured,
                order.direction(),
                lines(order),
                order.request().formula(),
                order.request().baseline());
        RecordId opened = settlement.open(tx, contract, List.of(record));
        settlement.freeze(tx, id(order), planned(order), List.of(opened));
    }

    @Override
    public void settled(Tx tx, SettlementCase settled, List<RecordId> records) {
        var id = new FlexOrderId(settled.contract().id().value());
        Optional<FlexOrder> order = flexibility.find(id);
        if (order.isEmpty()) {
            return;
        }
        List<FlexOrderState> steps = switch (order.get().state()) {
            case FlexOrderState.Settled _ -> List.of(new FlexOrderState.Restated(), new FlexOrderState.Settled());
            case FlexOrderState.SettlementProposed _ -> List.of();
            case FlexOrderState.Disputed _ -> List.of(new FlexOrderState.SettlementProposed());
            default -> List.of(new FlexOrderState.Measured(), new FlexOrderState.SettlementProposed());
        };
        List<RecordId> causes = records.stream().limit(1).toList();
        steps.forEach(step -> flexibility.advance(tx, id, step, causes));
    }

    /** The counterparty speaks: it agrees, does not, or does after all; an invoice after a dispute is the ruling that ends it. */
    @Override
    public void moved(Tx tx, SettlementCase settled, LineAct act, List<RecordId> records) {
        var id = new FlexOrderId(settled.contract().id().value());
        Optional<FlexOrderState> next = flexibility.find(id).flatMap(order -> switch (act) {
            case AGREE -> Optional.of(new FlexOrderState.Settled());
            case DISPUTE -> Optional.of(new FlexOrderState.Disputed());
            case WITHDRAW -> Optional.of(new FlexOrderState.SettlementProposed());
            case INVOICE ->
                order.state() instanceof FlexOrderState.Disputed
                        ? Optional.of(new FlexOrderState.Settled())
                        : Optional.empty();
            case PAY -> Optional.empty();
        });
        next.filter(state -> flexibility
                        .find(id)
                        .filter(order -> order.state().leadsTo(state))
                        .isPresent())
                .ifPresent(state -> {
                    var _ = flexibility.advance(
                            tx, id, state, records.stream().limit(1).toList());
                });
    }

    private List<AssetId> assetsOf(FlexOrder order) {
        List<AssetId> all = new ArrayList<>();
        order.sites().forEach(site -> assets.of(site).stream().map(Asset::id).forEach(all::add));
        return all;
    }

    /** One line a half-hour over all sites: what they deliver together, at the mean price of what each delivers. */
    private static List<ContractLine> lines(FlexOrder order) {
        List<ContractLine> lines = new ArrayList<>();
        byPeriod(order).forEach((start, sites) -> {
            Power ordered = sites.stream().map(OrderLine::ordered).reduce(Power.ZERO, Power::plus);
            lines.add(new ContractLine(
                    start, ordered, mean(sites, ordered), sites.getFirst().penalty()));
        });
        return lines;
    }

    private static EnergyPrice mean(List<OrderLine> sites, Power ordered) {
        EnergyPrice first = sites.getFirst().price();
        if (sites.stream().allMatch(line -> line.price().equals(first))) {
            return first;
        }
        BigDecimal sum = sites.stream()
                .map(line -> line.price()
                        .perKilowattHour()
                        .multiply(BigDecimal.valueOf(line.ordered().watts())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal mean =
                sum.divide(BigDecimal.valueOf(ordered.watts()), EnergyPrice.SCALE_MAX, RoundingMode.HALF_EVEN);
        return new EnergyPrice(mean, first.currency());
    }

    private static Map<Instant, Power> planned(FlexOrder order) {
        Map<Instant, Power> planned = new TreeMap<>();
        order.lines().forEach(line -> planned.merge(line.period().start(), line.baseline(), Power::plus));
        return planned;
    }

    private static SortedMap<Instant, List<OrderLine>> byPeriod(FlexOrder order) {
        SortedMap<Instant, List<OrderLine>> periods = new TreeMap<>();
        order.lines()
                .forEach(line -> periods.computeIfAbsent(line.period().start(), _ -> new ArrayList<>())
                        .add(line));
        return periods;
    }

    private static ContractId id(FlexOrder order) {
        UUID same = order.id().value();
        return new ContractId(same);
    }
}
