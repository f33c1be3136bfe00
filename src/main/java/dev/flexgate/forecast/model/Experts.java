package dev.flexgate.forecast.model;

import dev.flexgate.forecast.model.DirectExpert.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The trained experts of a dataset, trained anew every four weeks on what was known then. Which of them serve an origin
 * depends on the origin alone, so a forecast comes out the same whatever was asked before.
 */
final class Experts implements Voices {

    /** Between trainings. On January to June 2021 weekly training was no better. */
    static final int EPOCH_DAYS = 28;

    /** Training looks back so far, and needs so much. */
    private static final int TRAINING_DAYS_MAX = 1_100;

    private static final int TRAINING_DAYS_MIN = 62;

    private final Dataset data;
    private final int leads;
    private final Map<Integer, List<Expert.Bound>> trained = new HashMap<>();

    Experts(Dataset data, int leads) {
        this.data = data;
        this.leads = leads;
    }

    @Override
    public List<double[]> forecasts(int origin) {
        return trained.computeIfAbsent(epoch(origin), this::train).stream()
                .map(expert -> expert.forecast(origin))
                .filter(forecast -> forecast.length > 0)
                .toList();
    }

    /** The plain one misses more where nothing changes, and less after a power station closed for good. */
    @Override
    public int bySkillAlone() {
        return data.hasWeather() ? 1 : 0;
    }

    /** The step at which the training behind a forecast from {@code origin} ends, at the same time of day. */
    private int epoch(int origin) {
        int daysIn = Math.floorMod(data.series().dayOf(origin), EPOCH_DAYS);
        return origin - daysIn * data.series().perDay();
    }

    private List<Expert.Bound> train(int end) {
        int[] origins = origins(end);
        if (origins.length < TRAINING_DAYS_MIN) {
            return List.of();
        }
        var experts = new ArrayList<Expert>();
        experts.add(DirectExpert.train(View.WHOLE, data, origins, leads, end));
        SourceExpert.train(data, origins, leads, end).ifPresent(experts::add);
        if (data.hasWeather()) {
            experts.add(DirectExpert.train(View.PLAIN, data, origins, leads, end));
        }
        return experts.stream().map(expert -> expert.bind(data)).toList();
    }

    private int[] origins(int end) {
        int perDay = data.series().perDay();
        int days = Math.min(TRAINING_DAYS_MAX, end / perDay - LagBlock.DAYS);
        return IntStream.iterate(end - days * perDay, origin -> origin < end, origin -> origin + perDay)
                .toArray();
    }
}
