package dev.flexgate.beckn;

import dev.flexgate.beckn.message.Cancellation;
import dev.flexgate.beckn.message.Charge;
import dev.flexgate.beckn.message.Contract;
import dev.flexgate.beckn.message.Contract.Stage;
import dev.flexgate.beckn.message.Delivery;
import dev.flexgate.beckn.message.Party;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.beckn.message.Spread;
import dev.flexgate.beckn.message.Window;
import dev.flexgate.beckn.message.Wish;
import dev.flexgate.market.Catalogue;
import dev.flexgate.market.GivenUp;
import dev.flexgate.market.Order;
import dev.flexgate.market.Quote;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Provenance;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An order as the contract that the network sees. It is written from the order alone, so that it reads the same
 * after the slot has left the catalogue.
 */
final class Contracts {

    private static final String COMMITMENT = "commitment-1";
    private static final String CONSIDERATION = "consideration-1";
    private static final BigDecimal JOULES_PER_KILOWATT_HOUR = BigDecimal.valueOf(3_600_000L);

    private Contracts() {}

    static Contract of(Order order, Proposal proposal, String buyer, Catalogue catalogue) {
        Quote quote = order.quote();
        return new Contract(
                order.id().toString(),
                stage(order),
                List.of(commitment(order, proposal, catalogue)),
                List.of(charge(order)),
                parties(proposal, buyer, catalogue),
                Optional.of(new Contract.Basis(
                        order.until(),
                        Offering.spread(quote.carbon()),
                        quote.quality(),
                        quote.planVersion(),
                        quote.plan().toString())),
                order.givenUp().map(Contracts::cancellation),
                order instanceof Order.Settled settled ? Optional.of(delivery(settled)) : Optional.empty());
    }

    private static Cancellation cancellation(GivenUp givenUp) {
        return new Cancellation(
                givenUp.windows(),
                givenUp.value(),
                givenUp.fee(),
                givenUp.refund(),
                new Cancellation.Reason(givenUp.why().code(), givenUp.why().comment()),
                givenUp.why().by().name());
    }

    private static Delivery delivery(Order.Settled order) {
        Quote quote = order.quote();
        return new Delivery(
                quote.itEnergy(),
                quote.itEnergy(),
                quote.carbon().p50(),
                order.outcome().carbon(),
                quote.total(),
                order.outcome().due(),
                order.outcome().method(),
                order.since(),
                true);
    }

    static Stage stage(Order order) {
        return switch (order) {
            case Order.Quoted _ -> Stage.QUOTED;
            case Order.Initiated _ -> Stage.INITIATED;
            case Order.Accepted _ -> Stage.CONFIRMED;
            case Order.Active _ -> Stage.DELIVERING;
            case Order.DeliveryComplete _ -> Stage.DELIVERED;
            case Order.Settled _ -> Stage.SETTLED;
            case Order.Cancelled _ -> Stage.CANCELLED;
            case Order.Expired _ -> Stage.LAPSED;
        };
    }

    private static Contract.Commitment commitment(Order order, Proposal proposal, Catalogue catalogue) {
        Quote quote = order.quote();
        EnergyPrice price = average(quote);
        var window = new Window(
                Offering.site(quote.site(), catalogue.sites()),
                quote.window(),
                Optional.of(quote.power()),
                Optional.of(new Spread<>(
                        intensity(quote.carbon().p10(), quote.facilityEnergy()),
                        intensity(quote.carbon().p50(), quote.facilityEnergy()),
                        intensity(quote.carbon().p90(), quote.facilityEnergy()))),
                Optional.of(Window.Pricing.of(price)),
                new Provenance("flexgate", "quote on plan " + quote.planVersion(), order.since(), quote.quality()));
        String slot = quote.slot().value();
        return new Contract.Commitment(
                proposal.wishes().stream()
                        .map(Wish::id)
                        .filter(id -> !id.isEmpty())
                        .findFirst()
                        .orElse(COMMITMENT),
                Offering.item(slot, window),
                Offering.offer(slot, catalogue, order.until(), price),
                quote.course().stretches().getLast().power(),
                quote.window(),
                quote.itEnergy(),
                quote.facilityEnergy());
    }

    /** What a kWh of IT energy costs in this quote, all lines included. */
    private static EnergyPrice average(Quote quote) {
        return EnergyPrice.rounded(
                quote.total()
                        .amount()
                        .multiply(JOULES_PER_KILOWATT_HOUR)
                        .divide(
                                BigDecimal.valueOf(quote.itEnergy().joules()),
                                EnergyPrice.SCALE_MAX,
                                RoundingMode.HALF_EVEN),
                quote.total().currency());
    }

    private static CarbonIntensity intensity(CarbonMass mass, Energy energy) {
        return new CarbonIntensity(BigDecimal.valueOf(mass.milligrams())
                .multiply(JOULES_PER_KILOWATT_HOUR)
                .divide(BigDecimal.valueOf(energy.joules()), 0, RoundingMode.HALF_EVEN)
                .longValueExact());
    }

    /** Of a cancelled contract only the fee is left; what was given up in part leaves its fee beside the rest. */
    private static Charge charge(Order order) {
        Quote quote = order.quote();
        List<Charge.Line> lines = new ArrayList<>();
        if (!(order instanceof Order.Cancelled)) {
            quote.lines().stream()
                    .map(line -> new Charge.Line(line.kind().name(), line.amount(), line.basis()))
                    .forEach(lines::add);
        }
        order.givenUp()
                .filter(givenUp -> lines.isEmpty() || givenUp.fee().amount().signum() > 0)
                .map(givenUp -> new Charge.Line("CANCELLATION_FEE", givenUp.fee(), "of " + givenUp.value()))
                .ifPresent(lines::add);
        Money total = lines.stream()
                .map(Charge.Line::amount)
                .reduce(Money::plus)
                .orElseGet(() -> Money.zero(quote.total().currency()));
        return new Charge(CONSIDERATION, total, lines);
    }

    private static List<Party> parties(Proposal proposal, String buyer, Catalogue catalogue) {
        Party consumer = proposal.parties().stream()
                .filter(party -> party.role().equals(Party.CONSUMER))
                .findFirst()
                .orElse(new Party(buyer, Party.CONSUMER, ""));
        var seller = Offering.seller(catalogue);
        return List.of(consumer, new Party(seller.id(), Party.PROVIDER, seller.name()));
    }
}
