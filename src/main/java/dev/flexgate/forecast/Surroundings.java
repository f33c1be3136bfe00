package dev.flexgate.forecast;

import dev.flexgate.forecast.model.WeatherForecasts;
import java.util.List;

/**
 * What is known around a series at one moment, for kernels.
 *
 * @param weather as it was told
 * @param neighbours other series, in the order of the model or, before there is one, of the configuration
 */
record Surroundings(WeatherForecasts weather, List<Neighbour> neighbours) {

    static final Surroundings NONE = new Surroundings(WeatherForecasts.NONE, List.of());

    Surroundings {
        neighbours = List.copyOf(neighbours);
    }

    boolean isEmpty() {
        return weather.issues().isEmpty() && neighbours.isEmpty();
    }

    /** What a model was learnt with, the neighbours in its order; fewer when some are not there. */
    Surroundings only(boolean withWeather, List<Neighbour.Kind> kinds) {
        return new Surroundings(
                withWeather ? weather : WeatherForecasts.NONE,
                kinds.stream()
                        .flatMap(kind ->
                                neighbours.stream().filter(each -> each.kind().equals(kind)))
                        .toList());
    }
}
