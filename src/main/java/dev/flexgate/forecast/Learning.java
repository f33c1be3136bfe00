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

/**
 * What a model holds.
 *
 * @param trained our own forecasts without weather; empty with too little history
 * @param weathered the same with weather; empty with too little of either
 * @param blends how providers' forecasts are used, by provider and range of leads, as far as there were enough cases
 */
record Learning(
        Optional<Pair> trained, Optional<Pair> weathered, SortedMap<String, SortedMap<LeadBlock, Blend>> blends) {

    /** Two days, and what the newest value may be late. */
    static final int HALF_HOURS = 104;

    /** Four days, and the same. */
    static final int HOURS = 100;

    /**
     * Our own forecasts.
     *
     * @param halfHourly for the half-hours of the next two days
     * @param hourly for the hours after that
     */
    record Pair(Trained halfHourly, Trained hourly) {}

    /** Without providers; empty when there is too little history: fewer than {@link Trained#DAYS_MIN} days. */
    static Optional<Learning> from(History history, Runnable pause) {
        return pair(history, WeatherForecasts.NONE, pause)
                .map(pair -> new Learning(Optional.of(pair), Optional.empty(), new TreeMap<>()));
    }

    /**
     * From what came and what was said; empty when neither is enough to learn anything.
     *
     * @param said of every method, of issues up to {@code now}
     * @param weather as it was known at each moment up to {@code now}
     */
    static Optional<Learning> from(
            History history, List<Said> said, WeatherForecasts weather, Instant now, Runnable pause) {
        Optional<Pair> pair = pair(history, WeatherForecasts.NONE, pause);
        Optional<Pair> weathered = isLongEnough(history, weather) ? pair(history, weather, pause) : Optional.empty();
        SortedMap<String, SortedMap<LeadBlock, Blend>> blends = blends(history, said, now.getEpochSecond());
        return pair.isEmpty() && blends.isEmpty()
                ? Optional.empty()
                : Optional.of(new Learning(pair, weathered, blends));
    }

    /** Weather is of use once it was told for as long as a model has to look back. */
    private static boolean isLongEnough(History history, WeatherForecasts weather) {
        return !weather.issues().isEmpty()
                && weather.issues()
                        .firstKey()
                        .plus(Duration.ofDays(Trained.DAYS_MIN))
                        .isBefore(history.halfHours().end());
    }

    private static Optional<Pair> pair(History history, WeatherForecasts weather, Runnable pause) {
        return Trained.train(dataset(history.halfHourly(), weather), HALF_HOURS, pause)
                .flatMap(halfHourly -> Trained.train(dataset(history.hourly(), weather), HOURS, pause)
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
     * weather where that is known and was learnt with, else without.
     */
    Optional<Ahead> forecast(History history, int origin, WeatherForecasts weather) {
        return weathered
                .flatMap(pair -> forecast(pair, history, origin, weather))
                .or(() -> trained.flatMap(pair -> forecast(pair, history, origin, WeatherForecasts.NONE)));
    }

    private static Optional<Ahead> forecast(Pair pair, History history, int origin, WeatherForecasts weather) {
        Banded near = pair.halfHourly().forecast(dataset(history.halfHourly(), weather), origin);
        if (near.isNone()) {
            return Optional.empty();
        }
        EvenSeries hours = history.hourly();
        var moment = history.halfHours().startOf(origin);
        int hour = hours.indexOf(moment);
        return Optional.of(new Ahead(
                pair.halfHourly().name(),
                origin,
                near,
                pair.hourly().forecast(dataset(hours, weather), hour),
                Duration.between(hours.startOf(hour), moment)));
    }

    byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            write(trained, out);
            write(weathered, out);
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
            Optional<Pair> weathered = readPair(in);
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
            return new Learning(trained, weathered, blends);
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

    private static Dataset dataset(EvenSeries series, WeatherForecasts weather) {
        return new Dataset(series, 0, weather);
    }

    /**
     * What a model says from one origin on.
     *
     * @param method as points name it
     * @param origin the first half-hour
     * @param near by half-hour from there
     * @param far by hour; may be {@link Banded#NONE}
     * @param intoHour how long after the start of the first hour the first half-hour begins
     */
    record Ahead(String method, int origin, Banded near, Banded far, Duration intoHour) {

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
