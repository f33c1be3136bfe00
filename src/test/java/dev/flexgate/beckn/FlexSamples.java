package dev.flexgate.beckn;

import dev.flexgate.beckn.message.Activation;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.BecknMessage.Activate;
import dev.flexgate.beckn.message.BecknMessage.DiscoverResources;
import dev.flexgate.beckn.message.BecknMessage.Failed;
import dev.flexgate.beckn.message.BecknMessage.FlexStatus;
import dev.flexgate.beckn.message.BecknMessage.OnActivate;
import dev.flexgate.beckn.message.BecknMessage.OnDiscoverResources;
import dev.flexgate.beckn.message.BecknMessage.OnFlexStatus;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Endpoint;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.FlexCatalog;
import dev.flexgate.beckn.message.FlexContract;
import dev.flexgate.beckn.message.FlexContract.Incentive;
import dev.flexgate.beckn.message.FlexContract.Line;
import dev.flexgate.beckn.message.FlexContract.Metering;
import dev.flexgate.beckn.message.FlexContract.Outcome;
import dev.flexgate.beckn.message.FlexContract.Participating;
import dev.flexgate.beckn.message.FlexContract.Participation;
import dev.flexgate.beckn.message.FlexContract.Performance;
import dev.flexgate.beckn.message.FlexContract.Report;
import dev.flexgate.beckn.message.FlexContract.Settled;
import dev.flexgate.beckn.message.FlexContract.Stage;
import dev.flexgate.beckn.message.FlexResource;
import dev.flexgate.beckn.message.GridEvent;
import dev.flexgate.beckn.message.IncentiveTerms;
import dev.flexgate.beckn.message.Intent;
import dev.flexgate.beckn.message.SpatialConstraint;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.wire.StrictJson;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One well-made message of each kind about flexibility. */
public final class FlexSamples {

    public static final Interval WINDOW = Interval.of("2026-11-22T18:00:00Z", "2026-11-22T20:00:00Z");

    private static final IncentiveTerms TERMS = new IncentiveTerms(
            Optional.of(EnergyPrice.of("3.5", "GBP")),
            new BigDecimal("0.05"),
            BigDecimal.ONE,
            Optional.of(EnergyPrice.of("1.5", "GBP")));

    private FlexSamples() {}

    public static Context context() {
        return new Context(
                Samples.BAP,
                Samples.BPP,
                "txn-df-event-001",
                "msg-001",
                "",
                "beckn.one:DEG:demand-flexibility:1.0",
                Samples.NOW,
                Duration.ofSeconds(30),
                List.of());
    }

    public static Activation activation() {
        return new Activation(
                "provider-1",
                "gridpower-utility",
                List.of(
                        new Activation.Line(
                                "line-1",
                                "cambridge-east",
                                "consumer-1",
                                Power.ofKilowatts(800),
                                WINDOW,
                                Optional.of(TERMS)),
                        new Activation.Line("line-2", "south-wales", "", new Power(1_500_500), WINDOW)),
                new GridEvent(
                        "event-1",
                        "peak_demand_surge",
                        "high",
                        Optional.of(WINDOW),
                        Optional.of(new Power(2_300_500)),
                        new GridEvent.Conditions(
                                Optional.of(new BigDecimal("49.85")),
                                Optional.of(Power.ofKilowatts(5_200_000)),
                                Optional.empty(),
                                Optional.of(Power.ofKilowatts(300_000))),
                        Optional.of(Samples.NOW),
                        Optional.of(Instant.parse("2026-11-22T17:30:00Z"))),
                "fulfillment-1",
                "resource_activation",
                "high");
    }

    private static GridEvent told(boolean completed) {
        return new GridEvent(
                "event-1",
                completed ? "peak_demand_surge" : "",
                "",
                Optional.of(WINDOW),
                Optional.empty(),
                GridEvent.Conditions.UNSAID,
                Optional.empty(),
                Optional.empty());
    }

    public static FlexContract contract(Stage stage, Report first, Report second) {
        return new FlexContract(
                "0b5c8e52-3d0e-4c36-9a2b-6c3f3a2d1e77",
                "provider-1",
                "gridpower-utility",
                stage,
                List.of(
                        new Line("line-1", "cambridge-east", "consumer-1", "Cambridge East", first),
                        new Line("line-2", "south-wales", "south-wales", "South Wales", second)),
                told(first instanceof Outcome),
                "fulfillment-1",
                "resource_activation",
                "high",
                Optional.of(incentive(stage)),
                Samples.NOW);
    }

    private static Incentive incentive(Stage stage) {
        boolean settled = stage == Stage.COMPLETED;
        return new Incentive(
                "payment-1",
                settled ? "APPROVED" : "PENDING",
                pounds("9420"),
                settled ? pounds("471") : pounds("0"),
                new FlexContract.Terms("bank_transfer", "monthly", "2026-12-05"));
    }

    private static Money pounds(String amount) {
        return Money.of(amount, "GBP");
    }

    public static Participation participation(Participating status) {
        boolean declined = status == Participating.DECLINED;
        return new Participation(
                declined ? Power.ZERO : Power.ofKilowatts(750),
                declined ? BigDecimal.ZERO : new BigDecimal("0.95"),
                declined ? Optional.empty() : Optional.of(Power.ofKilowatts(1_200)),
                declined ? Optional.empty() : Optional.of(new Power(450_000)),
                "COUNTERFACTUAL_SCHEDULE",
                status,
                status == Participating.CONFIRMED ? "" : "less load is planned there",
                declined ? List.of() : List.of("batch_computing"),
                "automated",
                declined ? Optional.empty() : Optional.of(pounds("4500.25")));
    }

    private static Performance performance() {
        return new Performance(
                Power.ofKilowatts(750),
                Power.ofKilowatts(420),
                Power.ofKilowatts(1_200),
                new Metering(
                        "",
                        Optional.of(Instant.parse("2026-11-22T18:30:00Z")),
                        List.of(new Metering.Sample(WINDOW.start(), new Power(519_500)))),
                Energy.ofKilowattHours(390));
    }

    private static Outcome outcome(boolean settled) {
        return new Outcome(
                Power.ofKilowatts(750),
                WINDOW,
                Power.ofKilowatts(1_200),
                Power.ofKilowatts(450),
                "COUNTERFACTUAL_SCHEDULE",
                Power.ofKilowatts(415),
                Energy.ofKilowattHours(1_570),
                new Metering(
                        "meter-1",
                        Optional.empty(),
                        List.of(new Metering.Sample(WINDOW.start(), Power.ofKilowatts(415)))),
                settled
                        ? Optional.of(new Settled(
                                BigDecimal.valueOf(6),
                                pounds("9420"),
                                pounds("471"),
                                "exceeded_commitment",
                                "APPROVED"))
                        : Optional.empty());
    }

    public static FlexCatalog catalog() {
        return new FlexCatalog(
                "flexibility-1",
                "Flexible computing",
                "Sites that can draw less",
                Interval.of("2026-11-22T08:00:00Z", "2026-11-22T08:05:00Z"),
                List.of(resource("cambridge-east", Optional.of(WINDOW)), resource("south-wales", Optional.empty())));
    }

    private static FlexResource resource(String id, Optional<Interval> window) {
        return new FlexResource(
                id,
                "Sample provider",
                "Cambridge East",
                "Computing that can wait",
                new FlexResource.Category("industrial", "Data Center"),
                new FlexResource.Place(new BigDecimal("52.2053"), new BigDecimal("0.1218"), "Cambridge"),
                id,
                new FlexResource.Programme("flexgate-turn-down", "Turn-down of computing"),
                new FlexResource.Capability(
                        List.of("industrial"),
                        List.of("batch_computing"),
                        Power.ofKilowatts(200),
                        Power.ofKilowatts(900),
                        new Power(450_500),
                        "automated",
                        Duration.ofMinutes(5)),
                new FlexResource.Availability(window, Duration.ofHours(2), Duration.ofMinutes(30)),
                new FlexResource.Baseline("COUNTERFACTUAL_SCHEDULE", Power.ofKilowatts(1_200)),
                window.map(_ -> TERMS));
    }

    public static List<BecknMessage> all() {
        Context context = context();
        var anyone = new Context(
                context.bap(),
                Endpoint.NOBODY,
                context.transactionId(),
                context.messageId(),
                "nfh.global/testnet-deg",
                context.domain(),
                Samples.NOW,
                context.ttl(),
                List.of("https://words.example/context.jsonld"));
        var discover = new DiscoverResources(
                anyone,
                new Intent(
                        "flexible",
                        "$[?(@.beckn:itemAttributes.beckn:subscriptionStatus == 'active')]",
                        List.of(square())));
        var activate = new Activate(context, activation());
        var status = new FlexStatus(context, "df-event-order-001");
        var error =
                BecknError.of(ErrorCode.BIZ_ITEM_NOT_FOUND, "no such resource").at("$.message.order");
        Participation confirmed = participation(Participating.CONFIRMED);
        return List.of(
                discover,
                activate,
                status,
                new Failed(context, new DiscoverResources(context, new Intent("", "")), error),
                new Failed(context, activate, error),
                new Failed(context, status, error),
                new OnDiscoverResources(context, List.of(catalog())),
                new OnDiscoverResources(context, List.of()),
                new OnActivate(context, contract(Stage.CONFIRMED, confirmed, confirmed)),
                new OnActivate(
                        context,
                        contract(
                                Stage.CONFIRMED,
                                participation(Participating.PARTIALLY_CONFIRMED),
                                participation(Participating.DECLINED))),
                new OnFlexStatus(context, contract(Stage.CANCELLED, confirmed, confirmed)),
                new OnFlexStatus(context, contract(Stage.IN_PROGRESS, confirmed, confirmed)),
                new OnFlexStatus(context, contract(Stage.DELIVERED, confirmed, participation(Participating.DECLINED))),
                new OnFlexStatus(
                        context, contract(Stage.IN_PROGRESS, performance(), participation(Participating.DECLINED))),
                new OnFlexStatus(context, contract(Stage.IN_PROGRESS, performance(), performance())),
                new OnFlexStatus(context, contract(Stage.DELIVERED, outcome(false), outcome(false))),
                new OnFlexStatus(context, contract(Stage.COMPLETED, outcome(true), outcome(true))));
    }

    /** Around Cambridge. */
    public static SpatialConstraint square() {
        return new SpatialConstraint(
                SpatialConstraint.Operator.S_WITHIN,
                List.of("$['beckn:availableAt'][*]['geo']"),
                StrictJson.parse("""
                        {"type": "Polygon", "coordinates": [[[-2.5, 51], [1, 51], [1, 54], [-2.5, 54], [-2.5, 51]]]}
                        """.getBytes(StandardCharsets.UTF_8)),
                Optional.empty(),
                SpatialConstraint.Quantifier.ANY);
    }
}
