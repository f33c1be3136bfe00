package dev.flexgate.beckn;

import dev.flexgate.beckn.message.Amount;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.Charge;
import dev.flexgate.beckn.message.Contract;
import dev.flexgate.beckn.message.Contract.Commitment;
import dev.flexgate.beckn.message.Contract.Stage;
import dev.flexgate.beckn.message.Extent;
import dev.flexgate.beckn.message.Item;
import dev.flexgate.beckn.message.Memo;
import dev.flexgate.beckn.message.Offer;
import dev.flexgate.beckn.message.Party;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.beckn.message.Spread;
import dev.flexgate.beckn.message.Window;
import dev.flexgate.beckn.message.Wish;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Provenance;
import dev.flexgate.quantity.Quality;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** Messages that nobody thought of: any numbers, windows and texts that a contract may hold. */
public final class AnyMessage {

    private static final String LETTERS = "abcXYZ 0189-_.,:;/()'\"\\é漢😀<>&%$@[]{}";

    private final Random random;

    public AnyMessage(long seed) {
        this.random = new Random(seed);
    }

    public BecknMessage next() {
        return switch (random.nextInt(4)) {
            case 0 -> new BecknMessage.Select(Samples.context(), proposal(""));
            case 1 -> new BecknMessage.Confirm(Samples.context(), proposal(uuid()));
            case 2 -> new BecknMessage.OnConfirm(Samples.context(), contract(Stage.CONFIRMED));
            default -> new BecknMessage.OnStatus(Samples.context(), contract(stage()));
        };
    }

    private Stage stage() {
        return any(List.of(Stage.values()));
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private String uuid() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private String name() {
        var text = new StringBuilder("n");
        for (int k = random.nextInt(20); k > 0; k--) {
            int start = LETTERS.offsetByCodePoints(0, random.nextInt(LETTERS.codePointCount(0, LETTERS.length())));
            text.appendCodePoint(LETTERS.codePointAt(start));
        }
        return text.toString();
    }

    private Power power() {
        return new Power(1 + random.nextInt(5_000_000));
    }

    private Interval window() {
        Instant start = Instant.parse("2026-11-22T00:00:00Z").plus(Duration.ofMinutes(30L * random.nextInt(1_000)));
        return Interval.from(start, Duration.ofMinutes(30L * (1 + random.nextInt(48))));
    }

    private EnergyPrice price() {
        return EnergyPrice.of(
                BigDecimal.valueOf(random.nextInt(2_000_000), 1 + random.nextInt(9))
                        .toPlainString(),
                "GBP");
    }

    private Money money() {
        return Money.of(
                BigDecimal.valueOf(random.nextInt(100_000_000), random.nextInt(5))
                        .toPlainString(),
                "GBP");
    }

    private CarbonIntensity intensity() {
        return new CarbonIntensity(random.nextInt(900_000));
    }

    private CarbonMass mass() {
        return new CarbonMass(random.nextInt(Integer.MAX_VALUE));
    }

    private Proposal proposal(String contractId) {
        String slot = name();
        Amount amount = switch (random.nextInt(3)) {
            case 0 -> new Amount.OfPower(power());
            case 1 -> new Amount.OfEnergy(power().over(window()));
            default -> new Amount.OfPowerAndEnergy(power(), power().over(window()));
        };
        Extent extent = random.nextBoolean() ? new Extent.WholeSlot() : new Extent.Within(window());
        return new Proposal(
                contractId,
                List.of(new Wish(name(), slot, name(), List.of(slot), amount, extent)),
                random.nextBoolean() ? List.of() : List.of(new Charge(name(), money(), List.of())),
                List.of(new Party(name(), Party.CONSUMER, name())));
    }

    private Contract contract(Stage stage) {
        String slot = name();
        Power power = power();
        Interval window = window();
        var seller = new Offer.Seller(name(), name(), name());
        Money energy = money();
        Money fee = money();
        boolean called = random.nextBoolean();
        boolean priced = random.nextInt(4) > 0;
        return new Contract(
                uuid(),
                stage,
                List.of(new Commitment(
                        name(),
                        new Item(slot, name(), name(), slotWindow(priced)),
                        new Offer(
                                name(),
                                name(),
                                name(),
                                seller,
                                List.of(slot),
                                maybe(Samples.NOW),
                                priced ? Optional.of(price()) : Optional.empty(),
                                List.of()),
                        power,
                        window,
                        power.over(window),
                        power.over(window).times(new BigDecimal("1.5")))),
                List.of(new Charge(
                        name(),
                        energy.plus(fee),
                        List.of(new Charge.Line("ENERGY", energy, name()), new Charge.Line("FEE", fee, name())))),
                List.of(new Party(name(), Party.CONSUMER, name()), new Party(seller.id(), Party.PROVIDER, name())),
                Optional.of(new Contract.Basis(
                        Samples.NOW,
                        new Spread<>(mass(), mass(), mass()),
                        any(List.of(Quality.values())),
                        random.nextInt(1_000),
                        uuid())),
                Optional.empty(),
                Optional.empty(),
                called ? new Memo(name(), List.of("LOAD_UNSAID")) : Memo.NONE);
    }

    private <T> Optional<T> maybe(T value) {
        return random.nextInt(4) > 0 ? Optional.of(value) : Optional.empty();
    }

    /** @param priced else nobody says what it costs: a price of its offer would be read as the window's */
    private Window slotWindow(boolean priced) {
        return new Window(
                new Window.Site(
                        name(),
                        name(),
                        name(),
                        name(),
                        BigDecimal.valueOf(random.nextInt(90_000), 3).toPlainString(),
                        BigDecimal.valueOf(random.nextInt(179_000), 3).toPlainString()),
                window(),
                maybe(power()),
                maybe(new Spread<>(intensity(), intensity(), intensity())),
                priced
                        ? Optional.of(new Window.Pricing(new Spread<>(price(), price(), price()), price()))
                        : Optional.empty(),
                new Provenance(name(), name(), Samples.NOW, Quality.MEASURED));
    }
}
