package dev.flexgate.beckn;

import dev.flexgate.beckn.dialect.LtsSharing;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.Amount;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.BecknMessage.Cancel;
import dev.flexgate.beckn.message.BecknMessage.Confirm;
import dev.flexgate.beckn.message.BecknMessage.Discover;
import dev.flexgate.beckn.message.BecknMessage.Failed;
import dev.flexgate.beckn.message.BecknMessage.Init;
import dev.flexgate.beckn.message.BecknMessage.OnCancel;
import dev.flexgate.beckn.message.BecknMessage.OnConfirm;
import dev.flexgate.beckn.message.BecknMessage.OnDiscover;
import dev.flexgate.beckn.message.BecknMessage.OnInit;
import dev.flexgate.beckn.message.BecknMessage.OnRate;
import dev.flexgate.beckn.message.BecknMessage.OnSelect;
import dev.flexgate.beckn.message.BecknMessage.OnStatus;
import dev.flexgate.beckn.message.BecknMessage.OnSupport;
import dev.flexgate.beckn.message.BecknMessage.OnTrack;
import dev.flexgate.beckn.message.BecknMessage.OnUpdate;
import dev.flexgate.beckn.message.BecknMessage.Rate;
import dev.flexgate.beckn.message.BecknMessage.Request;
import dev.flexgate.beckn.message.BecknMessage.Select;
import dev.flexgate.beckn.message.BecknMessage.Status;
import dev.flexgate.beckn.message.BecknMessage.Support;
import dev.flexgate.beckn.message.BecknMessage.Track;
import dev.flexgate.beckn.message.BecknMessage.Update;
import dev.flexgate.beckn.message.Cancellation;
import dev.flexgate.beckn.message.CancellationTerm;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Change;
import dev.flexgate.beckn.message.Charge;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Contract;
import dev.flexgate.beckn.message.Contract.Stage;
import dev.flexgate.beckn.message.Delivery;
import dev.flexgate.beckn.message.Endpoint;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.Extent;
import dev.flexgate.beckn.message.Intent;
import dev.flexgate.beckn.message.Item;
import dev.flexgate.beckn.message.Notice;
import dev.flexgate.beckn.message.Offer;
import dev.flexgate.beckn.message.Party;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.beckn.message.PullWish;
import dev.flexgate.beckn.message.Rating;
import dev.flexgate.beckn.message.Spread;
import dev.flexgate.beckn.message.SupportDesk;
import dev.flexgate.beckn.message.Tracking;
import dev.flexgate.beckn.message.Window;
import dev.flexgate.beckn.message.Wish;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Provenance;
import dev.flexgate.quantity.Quality;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** One well-made message of each kind. */
public final class Samples {

    public static final Instant NOW = Instant.parse("2026-11-22T08:05:00Z");
    public static final Endpoint BAP = new Endpoint("bap.example.com", "https://bap.example.com/beckn");
    public static final Endpoint BPP = new Endpoint("bpp.example.com", "https://bpp.example.com/beckn");
    public static final String SLOT = "slot-cambridge-east-20261122T1000Z-PT2H";

    private static final String ID = "0b5c8e52-3d0e-4c36-9a2b-6c3f3a2d1e77";
    private static final Interval WINDOW = Interval.of("2026-11-22T10:00:00Z", "2026-11-22T12:00:00Z");
    private static final Offer.Seller SELLER = new Offer.Seller(
            "provider-1",
            "Sample provider",
            "Sells windows",
            Optional.of(new Rating.Score(
                    "provider-1",
                    Rating.Target.PROVIDER,
                    new Rating.Scale(BigDecimal.ONE, BigDecimal.valueOf(5)),
                    Optional.of(new BigDecimal("4.25")),
                    8)));

    private Samples() {}

    public static Context context() {
        return new Context(
                BAP,
                BPP,
                "5d9d7a1e-7a0c-4f7e-9f2e-5c1f6f0b7a10",
                "00000003-0000-4000-8000-000000000001",
                "nfh.global/testnet-deg",
                "",
                NOW,
                Duration.ofSeconds(30),
                List.of("https://words.example/context.jsonld"));
    }

    public static Wish wish() {
        return new Wish(
                "commitment-1",
                SLOT,
                "offer-1",
                List.of(SLOT),
                new Amount.OfPowerAndEnergy(Power.ofKilowatts(1_200), Energy.ofKilowattHours(2_400)),
                new Extent.WholeSlot());
    }

    public static Wish wishOfPart() {
        return new Wish(
                "commitment-1",
                SLOT,
                "offer-1",
                List.of(SLOT),
                new Amount.OfPower(new Power(50_500)),
                new Extent.Within(Interval.of("2026-11-22T10:30:00Z", "2026-11-22T11:00:00Z")));
    }

    public static Proposal proposal(String contractId) {
        return new Proposal(
                contractId,
                List.of(wish()),
                List.of(new Charge("consideration-1", Money.of("244.8000", "GBP"), List.of())),
                List.of(new Party("buyer-1", Party.CONSUMER, "Buyer")));
    }

    public static Item item() {
        return new Item(
                SLOT,
                "Cambridge East, morning",
                "Grid flexibility window",
                new Window(
                        new Window.Site("cambridge-east", "Cambridge", "GB-10", "_A", "52.2053", "0.1218"),
                        WINDOW,
                        Optional.of(Power.ofKilowatts(5_000)),
                        Optional.of(new Spread<>(grams("101.5"), grams("120"), grams("140"))),
                        Optional.of(new Window.Pricing(
                                new Spread<>(price("0.09"), price("0.102"), price("0.1234567891")), price("0.0945"))),
                        new Provenance(
                                "flexgate",
                                "standing-plan",
                                Instant.parse("2026-11-22T08:00:00Z"),
                                Quality.PROVIDER_FORECAST)));
    }

    private static CarbonIntensity grams(String grams) {
        return CarbonIntensity.ofGramsPerKwh(new BigDecimal(grams));
    }

    private static EnergyPrice price(String price) {
        return EnergyPrice.of(price, "GBP");
    }

    public static Offer offer() {
        return new Offer(
                "offer-1",
                "Slot",
                "Priced per kWh",
                SELLER,
                List.of(SLOT),
                Optional.of(WINDOW.start()),
                Optional.of(price("0.102")),
                List.of(
                        new CancellationTerm(Duration.ofHours(24), BigDecimal.ZERO),
                        new CancellationTerm(Duration.ofMinutes(30), new BigDecimal("12.5"))));
    }

    public static Catalog catalog() {
        return new Catalog("catalog-1", "Grid flexibility windows", SELLER, List.of(item()), List.of(offer()));
    }

    public static Contract contract(Stage stage) {
        return new Contract(
                ID,
                stage,
                List.of(new Contract.Commitment(
                        "commitment-1",
                        item(),
                        offer(),
                        Power.ofKilowatts(1_200),
                        WINDOW,
                        Energy.ofKilowattHours(2_400),
                        Energy.ofKilowattHours(new BigDecimal("2880")))),
                List.of(new Charge(
                        "consideration-1",
                        Money.of("244.8000", "GBP"),
                        List.of(
                                new Charge.Line("ENERGY", Money.of("250", "GBP"), "facility energy"),
                                new Charge.Line("SCARCITY", Money.of("-5.2", "GBP"), "IT energy")))),
                List.of(new Party("buyer-1", Party.CONSUMER, "Buyer"), new Party("provider-1", Party.PROVIDER, "Us")),
                new Contract.Basis(
                        NOW.plusSeconds(600),
                        new Spread<>(new CarbonMass(1), new CarbonMass(345_600_000L), new CarbonMass(400_000_123L)),
                        Quality.OWN_FORECAST,
                        17,
                        "0197a000-0000-7000-8000-000000000001"));
    }

    public static Request request(Action action) {
        Context context = context();
        return switch (action) {
            case DISCOVER -> {
                var anyone = new Context(
                        context.bap(),
                        Endpoint.NOBODY,
                        context.transactionId(),
                        context.messageId(),
                        "",
                        "",
                        NOW,
                        context.ttl(),
                        List.of());
                yield new Discover(anyone, new Intent("flexibility", "$[?(@.resourceAttributes.slotId == 'x')]"));
            }
            case SELECT -> new Select(context, new Proposal("", List.of(wishOfPart()), List.of(), List.of()));
            case INIT -> new Init(context, proposal(""));
            case CONFIRM ->
                new Confirm(context, proposal(contract(Stage.INITIATED).id()));
            case STATUS ->
                new Status(context, proposal(contract(Stage.INITIATED).id()));
            case TRACK -> new Track(context, proposal(ID), "https://bap.example.com/track");
            case UPDATE -> new Update(context, proposal(ID), shift(), true);
            case CANCEL ->
                new Cancel(
                        context,
                        proposal(ID),
                        List.of(),
                        new Cancellation.Reason("WORKLOAD_ENDED", "the batch was done early"),
                        true);
            case RATE -> new Rate(context, List.of(rating()), false);
            case SUPPORT -> new Support(context, ID, "Settlement question", "+441223000000", false);
            case CANCELLATION_REASONS, RETURN_REASONS, RATING_CATEGORIES ->
                new BecknMessage.AskChoices(context, action);
            case PULL ->
                new BecknMessage.Pull(
                        context,
                        new PullWish(
                                new PullWish.Full(),
                                List.of("nfh.global/testnet-deg"),
                                List.of(LtsSharing.SCHEMA_TYPE),
                                List.of("catalog-1"),
                                OptionalInt.of(10)));
        };
    }

    private static Change.Response response() {
        return new Change.Response("grid-event-1", "grid_stress_response", Optional.of(NOW));
    }

    public static Change shift() {
        return new Change.WorkloadShift(
                Power.ofKilowatts(300), "Cambridge", "Manchester", "order-manchester", response());
    }

    public static Rating rating() {
        return new Rating(
                ID,
                Rating.Target.CONTRACT,
                new Rating.Scale(BigDecimal.ONE, BigDecimal.valueOf(5)),
                Optional.of(new BigDecimal("4.5")),
                "grid_service",
                "as promised",
                List.of("accurate-signals", "clear"));
    }

    /** Every change an update can ask for. */
    public static List<Update> updates() {
        Wish part = wishOfPart();
        var window = new Proposal(ID, List.of(part), List.of(), List.of());
        return List.of(
                new Update(context(), proposal(ID), shift(), false),
                new Update(
                        context(),
                        proposal(ID),
                        new Change.ContinueWithAlert(
                                "within the threshold",
                                Optional.of(grams("320")),
                                Optional.of(price("0.156")),
                                Optional.of(grams("400")),
                                Optional.of(price("0.2")),
                                Optional.of(new Change.Shutdown(Optional.of(grams("450")), Optional.of(price("0.25")))),
                                response()),
                        false),
                new Update(context(), window, new Change.QuantityChange(part.amount()), true),
                new Update(
                        context(),
                        window,
                        new Change.WindowChange(Interval.of("2026-11-22T10:30:00Z", "2026-11-22T11:00:00Z")),
                        true),
                new Update(context(), window, new Change.NewTerms(part.amount(), part.extent()), false));
    }

    private static List<BecknMessage> afterConfirm() {
        var all = new ArrayList<BecknMessage>(updates());
        Contract running = contract(Stage.DELIVERING);
        Money before = Money.of("250", "GBP");
        all.add(new OnUpdate(context(), running, new Notice.Applied(shift(), before), false));
        all.add(new OnUpdate(
                context(),
                running,
                new Notice.Applied(new Change.QuantityChange(new Amount.OfPower(Power.ofKilowatts(1_200))), before),
                true));
        all.add(new OnUpdate(context(), running, new Notice.Unexplained(), false));
        all.add(new OnUpdate(
                context(),
                running,
                new Notice.Alert(
                        "grid-event-2",
                        NOW,
                        "carbon_intensity_spike",
                        "high",
                        "Carbon intensity is forecast at 320 gCO2/kWh",
                        Optional.of(new Notice.Shift<>(grams("120"), grams("320"))),
                        Optional.of(new Notice.Shift<>(price("0.102"), price("0.156")))),
                false));
        all.add(new Cancel(
                context(),
                new Proposal(ID, List.of(wishOfPart()), List.of(), List.of()),
                List.of(Interval.of("2026-11-22T10:30:00Z", "2026-11-22T11:00:00Z")),
                Cancellation.Reason.UNSAID,
                false));
        all.add(new OnCancel(context(), cancelled(Stage.CANCELLED), false));
        all.add(new OnCancel(context(), cancelled(Stage.CONFIRMED), true));
        all.add(new OnStatus(context(), delivered()));
        all.add(new OnTrack(
                context(), proposal(ID), new Tracking("https://bpp.example.com/live/x", true, Optional.of(NOW))));
        all.add(new OnTrack(
                context(), proposal(ID), new Tracking("https://bpp.example.com/live", false, Optional.empty())));
        var scale = rating().scale();
        all.add(new OnRate(
                context(),
                List.of(
                        new Rating.Score("provider-1", Rating.Target.PROVIDER, scale, rating().value(), 17),
                        new Rating.Score(ID, Rating.Target.CONTRACT, scale, Optional.empty(), 0)),
                true));
        all.add(new Rate(
                context(),
                List.of(new Rating("", Rating.Target.UNSAID, scale, Optional.empty(), "", "", List.of())),
                true));
        all.add(new OnSupport(
                context(),
                ID,
                new SupportDesk(
                        "Desk", "help@bpp.example.com", "+441223000001", "https://bpp.example.com", "24/7", "T-1"),
                false));
        all.add(new Support(context(), "", "", "", true));
        return all;
    }

    private static Contract cancelled(Stage stage) {
        Contract contract = contract(stage);
        return new Contract(
                contract.id(),
                stage,
                contract.commitments(),
                contract.charges(),
                contract.parties(),
                contract.basis(),
                Optional.of(new Cancellation(
                        List.of(WINDOW),
                        Money.of("244.8", "GBP"),
                        Money.of("24.48", "GBP"),
                        Money.of("220.32", "GBP"),
                        new Cancellation.Reason("WORKLOAD_ENDED", "done early"),
                        Party.CONSUMER)),
                Optional.empty());
    }

    private static Contract delivered() {
        Contract contract = contract(Stage.SETTLED);
        return new Contract(
                contract.id(),
                Stage.SETTLED,
                contract.commitments(),
                contract.charges(),
                contract.parties(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Delivery(
                        Energy.ofKilowattHours(2_400),
                        Energy.ofKilowattHours(2_399),
                        new CarbonMass(345_600_000L),
                        new CarbonMass(259_200_000L),
                        Money.of("244.8", "GBP"),
                        Money.of("244.8", "GBP"),
                        "as sold",
                        NOW,
                        true)));
    }

    public static List<BecknMessage> all() {
        var all = new ArrayList<BecknMessage>(afterConfirm());
        Action.DEALS.stream().map(Samples::request).forEach(all::add);
        var error = new BecknError(
                ErrorCode.BIZ_ITEM_NOT_FOUND.name(),
                "no such slot",
                BecknError.of(ErrorCode.BIZ_ITEM_NOT_FOUND, "")
                        .at("$.message.contract")
                        .fix("discover again")
                        .details());
        Action.DEALS.stream()
                .filter(action -> action != Action.DISCOVER)
                .map(action -> new Failed(context(), request(action), error))
                .forEach(all::add);
        all.add(new Failed(context(), new Discover(context(), new Intent("", "")), error));
        all.add(new OnDiscover(context(), List.of(catalog())));
        all.add(new OnDiscover(context(), List.of()));
        all.add(new OnSelect(context(), contract(Stage.QUOTED)));
        all.add(new OnInit(context(), contract(Stage.INITIATED)));
        all.add(new OnConfirm(context(), contract(Stage.CONFIRMED)));
        Stream.of(Stage.values())
                .map(stage -> new OnStatus(context(), contract(stage)))
                .forEach(all::add);
        return all;
    }
}
