package dev.flexgate.forecast;

import dev.flexgate.forecast.model.Banded;
import dev.flexgate.forecast.model.Dataset;
import dev.flexgate.forecast.model.EvenSeries;
import dev.flexgate.forecast.model.Trained;
import dev.flexgate.forecast.model.WeatherForecasts;
import dev.flexgate.quantity.HalfHours;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a model holds.
 *
 * @param trained our own forecasts from the series alone; empty with too little history
 * @param informed the same with what is around it; empty with too little of either
 * @param blends how providers' forecasts are used, by provider and range of leads, as far as there were enough cases
 */
record Learning(
        Optional<Pair> trained, Optional<Informed> informed, SortedMap<String, SortedMap<LeadBlock, Blend>> blends) {

    /** Two days, and what the newest value may be late. */
    static final int HALF_HOURS = 104;

    /** What a neighbour has to have told of the time that is learnt from. */
    private static final double KNOWN_SHARE = 0.75;

    /** Four days, and the same. */
    static final int HOURS = 100;

    /**
     * Our own forecasts.
     *
     * @param halfHourly for the half-hours of the next two days
     * @param hourly for the hours after that
     */
    record Pair(Trained halfHourly, Trained hourly) {}

    /**
     * Our own forecasts that look at more than the series itself.
     *
     * @param kinds of the neighbours they look at, in order
     */
    record Informed(Pair pair, List<Neighbour.Kind> kinds) {}

    /** Without providers; empty when there is too little history: fewer than {@link Trained#DAYS_MIN} days. */
    static Optional<Learning> from(History history, Runnable pause) {
        return pair(history, Surroundings.NONE, pause)
                .map(pair -> new Learning(Optional.of(pair), Optional.empty(), new TreeMap<>()));
    }

    /**
     * From what came and what was said; empty when neither is enough to learn anything.
     *
     * @param said of every method, of issues up to {@code now}
     * @param around weather as it was known at each moment up to {@code now}, and neighbours as far as they are known now
     */
    static Optional<Learning> from(History history, List<Said> said, Surroundings around, Instant now, Runnable pause) {
        Optional<Pair> pair = pair(history, Surroundings.NONE, pause);
        Optional<Informed> informed = informed(history, around, pause);
        SortedMap<String, SortedMap<LeadBlock, Blend>> blends = blends(history, said, now.getEpochSecond());
        return pair.isEmpty() && blends.isEmpty()
                ? Optional.empty()
                : Optional.of(new Learning(pair, informed, blends));
    }

    private static Optional<Informed> informed(History history, Surroundings around, Runnable pause) {
        var telling = new Surroundings(
                isLongEnough(history, around.weather()) ? around.weather() : WeatherForecasts.NONE,
                around.neighbours().stream()
                        .filter(each -> isLongEnough(history, each.history()))
                        .toList());
        return telling.isEmpty()
                ? Optional.empty()
                : pair(history, telling, pause)
                        .map(pair -> new Informed(
                                pair,
                                telling.neighbours().stream()
                                        .map(Neighbour::kind)
                                        .toList()));
    }

    /** What a neighbour did not tell yet is not learnt from in the series either. */
    private static boolean isLongEnough(History history, History neighbour) {
        int told = 0;
        for (int at = 0; at < history.values().length; at++) {
            told += Double.isNaN(neighbour.at(history.halfHours().startOf(at))) ? 0 : 1;
        }
        return told >= KNOWN_SHARE * history.values().length;
    }

    /** Weather is of use once it was told for as long as a model has to look back. */
    private static boolean isLongEnough(History history, WeatherForecasts weather) {
        return !weather.issues().isEmpty()
                && weather.issues()
                        .firstKey()
                        .plus(Duration.ofDays(Trained.DAYS_MIN))
                        .isBefore(history.halfHours().end());
    }

    private static Optional<Pair> pair(History history, Surroundings around, Runnable pause) {
        return Trained.train(dataset(history.halfHourly(), around), HALF_HOURS, Trained.WINDOWS, pause)
                .flatMap(halfHourly -> Trained.train(
                                dataset(history.hourly(), around), HOURS, Trained.WINDOWS_FAR, pause)
                        .map(hourly -> new Pair(halfHourly, hourly)));
    }

    private static SortedMap<String, SortedMap<LeadBlock, Blend>> blends(
            History came, List<Said> said, long nowSeconds) {
        SortedMap<String, List<Said>> byMethod = new TreeMap<>();
        said.forEach(each ->
                byMethod.computeIfAbsent(each.method(), _ -> new ArrayList<>()).add(each));
        List<Said> own = byMethod.getOrDefault(Said.OWN, List.of());
        byMethod.keySet().removeAll(Said.OURS);
        SortedMap<String, SortedMap<LeadBlock, Blend>> blends = new TreeMap<>();
        byMethod.forEach((provider, theirs) -> {
            SortedMap<LeadBlock, Blend> byBlock = new TreeMap<>();
            for (LeadBlock block : LeadBlock.values()) {
                Blend.learn(Blend.cases(theirs, own, came, block), block.missesMin(), nowSeconds)
                        .ifPresent(blend -> byBlock.put(block, blend));
            }
            if (!byBlock.isEmpty()) {
                blends.put(provider, byBlock);
            }
        });
        return blends;
    }

    /** How the provider's forecast is used at these leads; empty where nothing was learnt about it. */
    Optional<Blend> blend(String provider, LeadBlock block) {
        return Optional.ofNullable(blends.get(provider)).map(byBlock -> byBlock.get(block));
    }

    /**
     * From {@code origin}, a half-hour of {@code history} or its end; empty where the past has too many holes. With
     * what is around it where that is known and was learnt with, else without.
     */
    Optional<Ahead> forecast(History history, int origin, Surroundings around) {
        return informed.flatMap(each -> forecast(each, history, origin, around))
                .or(() -> trained.flatMap(pair -> forecast(pair, history, origin, Surroundings.NONE)));
    }

    private static Optional<Ahead> forecast(Informed informed, History history, int origin, Surroundings around) {
        Surroundings its = around.only(informed.pair().halfHourly().withWeather(), informed.kinds());
        Instant moment = history.halfHours().startOf(origin);
        boolean isWhole = its.neighbours().size() == informed.kinds().size()
                && its.neighbours().stream().allMatch(each -> each.isFresh(moment));
        return isWhole ? forecast(informed.pair(), history, origin, its) : Optional.empty();
    }

    private static Optional<Ahead> forecast(Pair pair, History history, int origin, Surroundings around) {
        Banded near = pair.halfHourly().forecast(dataset(history.halfHourly(), around), origin);
        if (near.isNone()) {
            return Optional.empty();
        }
        EvenSeries hours = history.hourly();
        var moment = history.halfHours().startOf(origin);
        int hour = hours.indexOf(moment);
        return Optional.of(new Ahead(
                pair.halfHourly().name() + (around.neighbours().isEmpty() ? "" : "+beside"),
                around.neighbours().stream()
                        .flatMap(each -> each.vintages().stream())
                        .distinct()
                        .toList(),
                origin,
                near,
                pair.hourly().forecast(dataset(hours, around), hour),
                Duration.between(hours.startOf(hour), moment)));
    }

    byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            write(trained, out);
            write(informed.map(Informed::pair), out);
            List<Neighbour.Kind> kinds = informed.map(Informed::kinds).orElse(List.of());
            out.writeInt(kinds.size());
            for (Neighbour.Kind kind : kinds) {
                kind.write(out);
            }
            out.writeInt(blends.size());
            for (var provider : blends.entrySet()) {
                out.writeUTF(provider.getKey());
                out.writeInt(provider.getValue().size());
                for (var block : provider.getValue().entrySet()) {
                    out.writeUTF(block.getKey().name());
                    block.getValue().write(out);
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Throws {@link UncheckedIOException} when the bytes are no model. */
    static Learning read(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            Optional<Pair> trained = readPair(in);
            Optional<Pair> pair = readPair(in);
            var kinds = new ArrayList<Neighbour.Kind>();
            for (int left = in.readInt(); left > 0; left--) {
                kinds.add(Neighbour.Kind.read(in));
            }
            Optional<Informed> informed = pair.map(each -> new Informed(each, List.copyOf(kinds)));
            SortedMap<String, SortedMap<LeadBlock, Blend>> blends = new TreeMap<>();
            int providers = in.readInt();
            for (int provider = 0; provider < providers; provider++) {
                SortedMap<LeadBlock, Blend> byBlock = new TreeMap<>();
                blends.put(in.readUTF(), byBlock);
                int blocks = in.readInt();
                for (int block = 0; block < blocks; block++) {
                    byBlock.put(LeadBlock.valueOf(in.readUTF()), Blend.read(in));
                }
            }
            return new Learning(trained, informed, blends);
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    private static void write(Optional<Pair> pair, DataOutputStream out) throws IOException {
        out.writeBoolean(pair.isPresent());
        if (pair.isPresent()) {
            pair.get().halfHourly().write(out);
            pair.get().hourly().write(out);
        }
    }

    private static Optional<Pair> readPair(DataInputStream in) throws IOException {
        return in.readBoolean() ? Optional.of(new Pair(Trained.read(in), Trained.read(in))) : Optional.empty();
    }

    private static Dataset dataset(EvenSeries series, Surroundings around) {
        return new Dataset(
                series,
                0,
                around.weather(),
                around.neighbours().stream().map(each -> each.on(series)).toList());
    }

    /**
     * What a model says from one origin on.
     *
     * @param method as points name it
     * @param vintages behind what was looked at beside the series
     * @param origin the first half-hour
     * @param near by half-hour from there
     * @param far by hour; may be {@link Banded#NONE}
     * @param intoHour how long after the start of the first hour the first half-hour begins
     */
    record Ahead(String method, List<UUID> vintages, int origin, Banded near, Banded far, Duration intoHour) {

        /** One half-hour. */
        record Value(double p10, double p50, double p90, String method) {}

        /** Empty beyond four days, or before the origin. */
        Optional<Value> at(int index) {
            int lead = index - origin;
            if (lead < 0) {
                return Optional.empty();
            }
            if (lead < near.p50().length) {
                return Optional.of(value(near, lead, method));
            }
            int hour = (int) (lead + intoHour.dividedBy(HalfHours.STEP)) / 2;
            return hour < far.p50().length ? Optional.of(value(far, hour, method + "-hourly")) : Optional.empty();
        }

        private static Value value(Banded banded, int at, String method) {
            return new Value(banded.p10()[at], banded.p50()[at], banded.p90()[at], method);
        }
    }
}
