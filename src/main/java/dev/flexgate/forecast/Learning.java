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
 * @param trained our own forecasts; empty with too little history
 * @param blends how providers' forecasts are used, by provider and range of leads, as far as there were enough cases
 */
record Learning(Optional<Pair> trained, SortedMap<String, SortedMap<LeadBlock, Blend>> blends) {

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
        return pair(history, pause).map(pair -> new Learning(Optional.of(pair), new TreeMap<>()));
    }

    /**
     * From what came and what was said; empty when neither is enough to learn anything.
     *
     * @param said of every method, of issues up to {@code now}
     */
    static Optional<Learning> from(History history, List<Said> said, Instant now, Runnable pause) {
        Optional<Pair> pair = pair(history, pause);
        SortedMap<String, SortedMap<LeadBlock, Blend>> blends = blends(history, said, now.getEpochSecond());
        return pair.isEmpty() && blends.isEmpty() ? Optional.empty() : Optional.of(new Learning(pair, blends));
    }

    private static Optional<Pair> pair(History history, Runnable pause) {
        return Trained.train(dataset(history.halfHourly()), HALF_HOURS, pause)
                .flatMap(halfHourly -> Trained.train(dataset(history.hourly()), HOURS, pause)
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

    /** From {@code origin}, a half-hour of {@code history} or its end; empty where the past has too many holes. */
    Optional<Ahead> forecast(History history, int origin) {
        return trained.flatMap(pair -> forecast(pair, history, origin));
    }

    private static Optional<Ahead> forecast(Pair pair, History history, int origin) {
        Banded near = pair.halfHourly().forecast(dataset(history.halfHourly()), origin);
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
                pair.hourly().forecast(dataset(hours), hour),
                Duration.between(hours.startOf(hour), moment)));
    }

    byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeBoolean(trained.isPresent());
            if (trained.isPresent()) {
                trained.get().halfHourly().write(out);
                trained.get().hourly().write(out);
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
            Optional<Pair> trained =
                    in.readBoolean() ? Optional.of(new Pair(Trained.read(in), Trained.read(in))) : Optional.empty();
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
            return new Learning(trained, blends);
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    private static Dataset dataset(EvenSeries series) {
        return new Dataset(series, 0, WeatherForecasts.NONE);
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
