package dev.flexgate.forecast.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.IntFunction;

/** Forecasts the series itself by regression. */
final class DirectExpert implements Expert {

    /** What it looks at. */
    enum View {
        /** All there is. */
        WHOLE,
        /** The last days and the weather alone. */
        PLAIN
    }

    private final View view;
    private final Scale scale;
    private final int leads;
    private final double[] shareMeans;
    private final List<Scale> companions;
    private final Ridge ridge;

    private DirectExpert(View view, Scale scale, int leads, double[] shareMeans, List<Scale> companions, Ridge ridge) {
        this.view = view;
        this.scale = scale;
        this.leads = leads;
        this.shareMeans = shareMeans;
        this.companions = companions;
        this.ridge = ridge;
    }

    /** @param end the first step that is not known yet */
    static DirectExpert train(View view, Dataset data, int[] origins, int leads, int end) {
        return train(view, data, origins, leads, new int[] {end}, () -> {}).getFirst();
    }

    /** One as of each of {@code ends}, as {@link Ridge#fits} has it. */
    static List<DirectExpert> train(View view, Dataset data, int[] origins, int leads, int[] ends, Runnable pause) {
        int end = ends[ends.length - 1];
        Scale scale = Scale.of(data.values(), end);
        double[] shareMeans = Mix.shareMeans(data, end);
        int perDay = data.series().perDay();
        var lags = new LagBlock(data.filled(data.target()), scale, perDay);
        double[] values = data.values();
        List<Scale> companions = data.companions().stream()
                .map(each -> Scale.of(each.values(), Math.min(end, each.values().length)))
                .toList();
        Block features = blocks(view, data, lags, shareMeans, companions, leads);
        Ridge.Target target = (origin, lead) -> scale.on(values[origin + lead]) - lags.level(lead);
        return Ridge.fits(features, origins, leads, perDay, target, ends, pause).stream()
                .map(ridge -> new DirectExpert(view, scale, leads, shareMeans, companions, ridge))
                .toList();
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(view.name());
        scale.write(out);
        Numbers.write(out, shareMeans);
        out.writeInt(leads);
        out.writeInt(companions.size());
        for (Scale each : companions) {
            each.write(out);
        }
        ridge.write(out);
    }

    static DirectExpert read(DataInput in) throws IOException {
        View view = Numbers.constant(View.class, in);
        Scale scale = Scale.read(in);
        double[] shareMeans = Numbers.read(in);
        int leads = Numbers.count(in);
        var companions = new ArrayList<Scale>();
        for (int left = Numbers.count(in); left > 0; left--) {
            companions.add(Scale.read(in));
        }
        return new DirectExpert(view, scale, leads, shareMeans, companions, Ridge.read(in));
    }

    @Override
    public String name() {
        return view == View.WHOLE ? "regression" : "plain";
    }

    @Override
    public Bound bind(Dataset data) {
        return bind(data, _ -> Optional.of(ridge));
    }

    /** Experts of one training, by what each had learnt from: an origin is forecast by the newest that had not seen it. */
    static Bound bind(NavigableMap<Integer, DirectExpert> byEnd, Dataset data) {
        return byEnd.firstEntry()
                .getValue()
                .bind(
                        data,
                        origin -> Optional.ofNullable(byEnd.floorEntry(origin)).map(entry -> entry.getValue().ridge));
    }

    private Bound bind(Dataset data, IntFunction<Optional<Ridge>> ridges) {
        var lags = new LagBlock(data.filled(data.target()), scale, data.series().perDay());
        Block features = blocks(view, data, lags, shareMeans, companions, leads);
        return origin -> {
            Optional<Ridge> its = ridges.apply(origin);
            if (its.isEmpty()) {
                return new double[0];
            }
            features.origin(origin);
            double[] forecast = its.get().predict(features);
            for (int lead = 0; lead < forecast.length; lead++) {
                forecast[lead] = scale.off(forecast[lead] + lags.level(lead));
            }
            return forecast;
        };
    }

    private static Block blocks(
            View view, Dataset data, LagBlock lags, double[] shareMeans, List<Scale> companions, int leads) {
        return switch (view) {
            case WHOLE -> new Blocks(whole(data, lags, shareMeans, companions, leads));
            case PLAIN ->
                new Blocks(List.of(
                        new DaysBlock(lags, data.series().perDay()),
                        new CalendarBlock(data.series()),
                        new WeatherBlock(data.series(), data.weather(), leads)));
        };
    }

    private static List<Block> whole(
            Dataset data, LagBlock lags, double[] shareMeans, List<Scale> companions, int leads) {
        List<Block> blocks = new ArrayList<>(List.of(lags, new CalendarBlock(data.series())));
        if (shareMeans.length > 0) {
            blocks.add(
                    new ShareBlock(Mix.shares(data, shareMeans), data.series().perDay()));
        }
        if (data.hasWeather()) {
            blocks.add(new WeatherBlock(data.series(), data.weather(), leads));
        }
        if (!companions.isEmpty()) {
            blocks.add(new ShapeBlock(lags, data.series().perDay()));
        }
        for (int index = 0; index < companions.size(); index++) {
            Companion companion = data.companions().get(index);
            var block = new CompanionBlock(data.series(), companion, companions.get(index));
            blocks.add(block);
            if (companion.auction().isPresent()) {
                blocks.add(new AuctionBlock(block, data.series().perDay()));
            }
        }
        return blocks;
    }
}
