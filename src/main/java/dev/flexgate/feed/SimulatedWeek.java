package dev.flexgate.feed;

import dev.flexgate.feed.Fetched.Coverage;
import dev.flexgate.feed.Fetched.Received;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * A made-up week of carbon intensity and prices, for when no provider can be reached. It is a formula of our
 * own in whole numbers (docs/reference/feeds.md), so anyone can recompute it and every machine agrees; it
 * comes from no measurement, and every value says {@link Quality#SIMULATED}.
 *
 * <p>With {@code level} from the zone, {@code day} and {@code week} from the tables below in thousandths, and
 * {@code weather} drifting between hashed anchors six hours apart:
 * {@code value = level * day * week * (1 + weather)}.
 */
public final class SimulatedWeek implements Provider {

    /** How this source is named wherever its numbers go. */
    public static final String NAME = "simulated";

    private static final long ANCHOR_SECONDS = Duration.ofHours(6).toSeconds();
    private static final long THOUSAND = 1_000;

    /** Thousandths of the level per UTC hour: low before dawn and at noon, high in the evening. */
    private static final int[] CARBON_DAY = {
        860, 830, 810, 800, 810, 860, 950, 1040, 1080, 1060, 1010, 960,
        930, 920, 940, 1000, 1100, 1200, 1240, 1220, 1160, 1080, 990, 910
    };

    private static final int[] PRICE_DAY = {
        760, 720, 700, 690, 700, 780, 920, 1050, 1080, 1000, 930, 880,
        850, 840, 880, 1000, 1480, 1620, 1600, 1200, 1080, 980, 890, 810
    };

    /**
     * How many units of a currency make a price of the right order where a pound's 0.20 would not: no exchange rate, but
     * plans over several regions should not all flee to the one whose unit of money is small.
     */
    private static final Map<String, Integer> MAGNITUDE = Map.of(
            "AUD", 2, "BRL", 7, "INR", 100, "JPY", 200, "KRW", 1_800, "ZAR", 20, "CNY", 9, "TWD", 40, "MXN", 25, "CLP",
            1_200);

    private static final int WEEKDAY = 1_020;
    private static final int WEEKEND = 940;

    private final Zone zone;
    private final Signal signal;

    public SimulatedWeek(Zone zone, Signal signal) {
        this.zone = zone;
        this.signal = signal;
    }

    /** The simulated reading of one aligned half-hour. */
    public static Reading reading(Zone zone, Signal signal, Interval halfHour) {
        BigDecimal value = switch (signal) {
            case CARBON_INTENSITY -> BigDecimal.valueOf(milligrams(zone, halfHour.start()), 3);
            case ENERGY_PRICE ->
                BigDecimal.valueOf(tenthsOfMilliPounds(zone, halfHour.start()), 4)
                        .multiply(BigDecimal.valueOf(
                                MAGNITUDE.getOrDefault(zone.currency().getCurrencyCode(), 1)));
            default -> throw new IllegalArgumentException("no simulation of " + signal);
        };
        return new Reading(zone, signal, halfHour, value, Quality.SIMULATED);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Zone zone() {
        return zone;
    }

    @Override
    public Signal signal() {
        return signal;
    }

    @Override
    public Fetched fetch(HalfHours wanted) {
        List<Reading> readings =
                wanted.stream().map(each -> reading(zone, signal, each)).toList();
        return new Received(
                readings, wanted.start(), Coverage.FULL, wanted.start().plus(Duration.ofDays(1)));
    }

    /** 120 to 240 g on average, whole grams, with a drift of at most 35 %. */
    private static long milligrams(Zone zone, Instant at) {
        long levelMilligrams = 120_000 + THOUSAND * Math.floorMod(hash(zone, "carbon", 0), 121L);
        return shaped(levelMilligrams, CARBON_DAY, at, weather(zone, "carbon", 350, at)) / THOUSAND * THOUSAND;
    }

    /** 18 to 24 pence on average, whole hundredths of a penny, with a drift of at most 25 %. */
    private static long tenthsOfMilliPounds(Zone zone, Instant at) {
        long level = 1_800 + Math.floorMod(hash(zone, "price", 0), 601L);
        return shaped(level, PRICE_DAY, at, weather(zone, "price", 250, at));
    }

    private static long shaped(long level, int[] day, Instant at, long weatherThousandths) {
        var utc = at.atOffset(ZoneOffset.UTC);
        int hour = utc.getHour();
        // Half past the hour lies half-way to the next one.
        int ofDay = utc.getMinute() < 30 ? day[hour] : (day[hour] + day[(hour + 1) % 24]) / 2;
        int ofWeek = utc.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0 ? WEEKEND : WEEKDAY;
        return level * ofDay * ofWeek * (THOUSAND + weatherThousandths) / (THOUSAND * THOUSAND * THOUSAND);
    }

    /** Straight lines between anchors, each a hash of zone, signal and its number. */
    private static long weather(Zone zone, String series, int thousandthsMax, Instant at) {
        long anchor = Math.floorDiv(at.getEpochSecond(), ANCHOR_SECONDS);
        long into = Math.floorMod(at.getEpochSecond(), ANCHOR_SECONDS);
        long from = anchorThousandths(zone, series, anchor, thousandthsMax);
        long to = anchorThousandths(zone, series, anchor + 1, thousandthsMax);
        return from + (to - from) * into / ANCHOR_SECONDS;
    }

    private static long anchorThousandths(Zone zone, String series, long anchor, int thousandthsMax) {
        return Math.floorMod(hash(zone, series, anchor), 2L * thousandthsMax + 1) - thousandthsMax;
    }

    /** FNV-1a over the names, then the finisher of SplitMix64. */
    private static long hash(Zone zone, String series, long number) {
        long hash = 0xcbf29ce484222325L;
        for (byte each : (zone.code() + " " + series).getBytes(StandardCharsets.US_ASCII)) {
            hash = (hash ^ each) * 0x100000001b3L;
        }
        hash += number * 0x9e3779b97f4a7c15L;
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }
}
