package dev.flexgate.feed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.feed.Fetched.Reason;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The forecast API of Open-Meteo: hourly values for several points in one request, averaged over them. It says not which
 * run of which weather model it answers from, so the time of asking stands for the issue. Data under CC BY 4.0; without
 * a key for non-commercial use only, at most 600 requests a minute, 5,000 an hour and 10,000 a day, one at a time, a
 * request for several points counting as several (open-meteo.com/en/terms; open-meteo/open-meteo issues 438, 1493).
 */
final class OpenMeteo implements WeatherProvider {

    static final String NAME = "open-meteo";

    /** Far below what is allowed: a zone is asked four times a day. */
    static final Rate RATE = new Rate(60, Duration.ofHours(1), Rate.Basis.DOCUMENTED);

    private static final int DAYS = 6;
    private static final int POINTS_MAX = 50;

    /** Global models are run at 00, 06, 12 and 18 UTC and are there about five hours later. */
    private static final Duration PUBLISHED = Duration.ofHours(5).plusMinutes(10);

    private static final Duration RUNS = Duration.ofHours(6);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final double KELVIN = 273.15;

    /** A variable as the provider names and measures it, and what can be. */
    private enum Column {
        WIND("wind_speed_10m", "m/s", WeatherVariable.WIND_SPEED, 0, 120),
        TEMPERATURE("temperature_2m", "°C", WeatherVariable.TEMPERATURE, -95, 65),
        DEW_POINT("dew_point_2m", "°C", WeatherVariable.DEW_POINT, -110, 45),
        RADIATION("shortwave_radiation", "W/m²", WeatherVariable.RADIATION, 0, 1_600);

        private final String title;
        private final String unit;
        private final WeatherVariable variable;
        private final double least;
        private final double most;

        Column(String title, String unit, WeatherVariable variable, double least, double most) {
            this.title = title;
            this.unit = unit;
            this.variable = variable;
            this.least = least;
            this.most = most;
        }

        double inOurUnit(double value) {
            return switch (this) {
                case WIND, RADIATION -> value;
                case TEMPERATURE, DEW_POINT -> value + KELVIN;
            };
        }
    }

    private final ProviderHttp http;
    private final URI address;
    private final Zone zone;
    private final int points;
    private final InstantSource clock;

    /**
     * @param base without a slash at its end
     * @param key empty where none is needed
     * @param points of the zone's area, at most {@value #POINTS_MAX}
     */
    OpenMeteo(ProviderHttp http, URI base, String key, Zone zone, List<WeatherPoint> points, InstantSource clock) {
        if (points.isEmpty() || points.size() > POINTS_MAX) {
            throw new IllegalArgumentException(points.size() + " points of " + zone);
        }
        this.http = http;
        this.address = address(base, key, points);
        this.zone = zone;
        this.points = points.size();
        this.clock = clock;
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
    public Told fetch() {
        try {
            JsonNode body = http.json(address);
            Instant now = clock.instant();
            return new Told.Issue(issue(body, now), nextRun(now));
        } catch (BadAnswerException bad) {
            return new Told.Nothing(bad.missing());
        }
    }

    private static URI address(URI base, String key, List<WeatherPoint> points) {
        String hourly =
                Arrays.stream(Column.values()).map(column -> column.title).collect(Collectors.joining(","));
        return URI.create(base + "/v1/forecast?latitude="
                + points.stream()
                        .map(WeatherPoint::latitude)
                        .map(BigDecimal::toPlainString)
                        .collect(Collectors.joining(","))
                + "&longitude="
                + points.stream()
                        .map(WeatherPoint::longitude)
                        .map(BigDecimal::toPlainString)
                        .collect(Collectors.joining(","))
                + "&hourly=" + hourly + "&wind_speed_unit=ms&timeformat=unixtime&timezone=GMT&forecast_days=" + DAYS
                + (key.isEmpty() ? "" : "&apikey=" + key));
    }

    /** One point is answered by an object, several by a list of such. */
    private WeatherIssue issue(JsonNode body, Instant now) {
        if (body.isContainerNode() && body.isEmpty()) {
            throw new BadAnswerException(Reason.EMPTY, "an empty " + body.getNodeType());
        }
        List<JsonNode> places = body.isArray() ? body.valueStream().toList() : List.of(body);
        if (places.size() != points) {
            throw Asked.wrongShape(places.size() + " points where " + points + " were asked for");
        }
        Instant start = start(places.getFirst());
        int hours = places.getFirst().at("/hourly/time").size();
        Map<WeatherVariable, double[]> means = new EnumMap<>(WeatherVariable.class);
        for (Column column : Column.values()) {
            double[] mean = new double[hours];
            for (JsonNode place : places) {
                if (!start(place).equals(start) || place.at("/hourly/time").size() != hours) {
                    throw Asked.wrongShape("points of different hours");
                }
                add(mean, place, column, hours);
            }
            means.put(column.variable, shifted(mean, column));
        }
        return new WeatherIssue(NAME, zone, now.truncatedTo(ChronoUnit.MICROS), start, means);
    }

    private static Instant start(JsonNode place) {
        JsonNode times = AnswerFields.list(place, "/hourly/time", WeatherIssue.HOURS_MAX);
        for (int hour = 0; hour < times.size(); hour++) {
            JsonNode time = times.get(hour);
            if (!time.canConvertToExactIntegral()
                    || time.longValue() != times.get(0).longValue() + hour * HOUR.toSeconds()
                    || time.longValue() % HOUR.toSeconds() != 0) {
                throw Asked.wrongShape("hours that do not follow each other");
            }
        }
        if (times.size() <= Duration.ofDays(1).toHours()) {
            throw Asked.wrongShape("weather of " + times.size() + " hours");
        }
        return Instant.ofEpochSecond(times.get(0).longValue());
    }

    /** An hour that one point does not know is known of none: a mean of others would jump. */
    private void add(double[] mean, JsonNode place, Column column, int hours) {
        if (!place.at("/hourly_units/" + column.title).asText().equals(column.unit)) {
            throw Asked.wrongShape(column.title + " is not in " + column.unit);
        }
        JsonNode values = AnswerFields.list(place, "/hourly/" + column.title, WeatherIssue.HOURS_MAX);
        if (values.size() != hours) {
            throw Asked.wrongShape(values.size() + " values of " + column.title + " for " + hours + " hours");
        }
        for (int hour = 0; hour < hours; hour++) {
            mean[hour] += value(values.get(hour), column) / points;
        }
    }

    private static double value(JsonNode value, Column column) {
        if (value.isNull()) {
            return Double.NaN;
        }
        double number = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (!(number >= column.least && number <= column.most)) {
            throw Asked.wrongShape(column.title + " that cannot be");
        }
        return column.inOurUnit(number);
    }

    /** Radiation is told as the mean of the hour before; ours is of the hour that begins. */
    private static double[] shifted(double[] values, Column column) {
        if (column != Column.RADIATION) {
            return values;
        }
        double[] shifted = new double[values.length];
        System.arraycopy(values, 1, shifted, 0, values.length - 1);
        shifted[values.length - 1] = Double.NaN;
        return shifted;
    }

    private static Instant nextRun(Instant now) {
        long run = Math.floorDiv(now.minus(PUBLISHED).getEpochSecond(), RUNS.toSeconds()) + 1;
        return Instant.ofEpochSecond(run * RUNS.toSeconds()).plus(PUBLISHED);
    }
}
