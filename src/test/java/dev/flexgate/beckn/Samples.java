package dev.flexgate.beckn;

import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.Amount;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.BecknMessage.Confirm;
import dev.flexgate.beckn.message.BecknMessage.Discover;
import dev.flexgate.beckn.message.BecknMessage.Failed;
import dev.flexgate.beckn.message.BecknMessage.Init;
import dev.flexgate.beckn.message.BecknMessage.OnConfirm;
import dev.flexgate.beckn.message.BecknMessage.OnDiscover;
import dev.flexgate.beckn.message.BecknMessage.OnInit;
import dev.flexgate.beckn.message.BecknMessage.OnSelect;
import dev.flexgate.beckn.message.BecknMessage.OnStatus;
import dev.flexgate.beckn.message.BecknMessage.Request;
import dev.flexgate.beckn.message.BecknMessage.Select;
import dev.flexgate.beckn.message.BecknMessage.Status;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Charge;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Contract;
import dev.flexgate.beckn.message.Contract.Stage;
import dev.flexgate.beckn.message.Endpoint;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.Extent;
import dev.flexgate.beckn.message.Intent;
import dev.flexgate.beckn.message.Item;
import dev.flexgate.beckn.message.Offer;
import dev.flexgate.beckn.message.Party;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.beckn.message.Spread;
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
import java.util.stream.Stream;

/** One well-made message of each kind. */
public final class Samples {

    public static final Instant NOW = Instant.parse("2026-11-22T08:05:00Z");
    public static final Endpoint BAP = new Endpoint("bap.example.com", "https://bap.example.com/beckn");
    public static final Endpoint BPP = new Endpoint("bpp.example.com", "https://bpp.example.com/beckn");
    public static final String SLOT = "slot-cambridge-east-20261122T1000Z-PT2H";

    private static final Interval WINDOW = Interval.of("2026-11-22T10:00:00Z", "2026-11-22T12:00:00Z");
    private static final Offer.Seller SELLER = new Offer.Seller("provider-1", "Sample provider", "Sells windows");

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
                        Power.ofKilowatts(5_000),
                        new Spread<>(grams("101.5"), grams("120"), grams("140")),
                        new Spread<>(price("0.09"), price("0.102"), price("0.1234567891")),
                        price("0.0945"),
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
                "offer-1", "Slot", "Priced per kWh", SELLER, List.of(SLOT), WINDOW.start(), price("0.102"), List.of());
    }

    public static Catalog catalog() {
        return new Catalog("catalog-1", "Grid flexibility windows", SELLER, List.of(item()), List.of(offer()));
    }

    public static Contract contract(Stage stage) {
        return new Contract(
                "0b5c8e52-3d0e-4c36-9a2b-6c3f3a2d1e77",
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
            case TRACK, UPDATE, CANCEL, RATE, SUPPORT -> throw new IllegalArgumentException("not spoken yet");
        };
    }

    public static List<BecknMessage> all() {
        var all = new ArrayList<BecknMessage>();
        Stream.of(Action.values()).limit(5).map(Samples::request).forEach(all::add);
        var error = new BecknError(
                ErrorCode.BIZ_ITEM_NOT_FOUND.name(),
                "no such slot",
                BecknError.of(ErrorCode.BIZ_ITEM_NOT_FOUND, "")
                        .at("$.message.contract")
                        .fix("discover again")
                        .details());
        Stream.of(Action.values())
                .limit(5)
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
