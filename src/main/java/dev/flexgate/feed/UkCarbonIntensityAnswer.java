package dev.flexgate.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Reads answers of the UK Carbon Intensity API, whose shape depends on the path: {@code data} is an array of
 * periods nationally, and for one region either an object holding the periods or an array of one such object.
 */
final class UkCarbonIntensityAnswer {

    /** Far above any answer we ask for: 13 days are 624 half-hours. */
    private static final int PERIODS_MAX = 1_000;

    /** The dirtiest fuel of the provider's own factors is coal at 937 g. */
    private static final BigDecimal GRAMS_MAX = BigDecimal.valueOf(2_000);

    /** A step of a regional series that no weather makes in half an hour. */
    private static final BigDecimal JUMP_GRAMS = BigDecimal.valueOf(100);

    private UkCarbonIntensityAnswer() {}

    /** The national forecast; periods whose forecast is null are left out, never read as 0. */
    static List<Reading> nationalForecast(JsonNode body, Zone zone) {
        return readings(periods(data(body)), "forecast", zone, Quality.PROVIDER_FORECAST);
    }

    /** What was measured nationally; periods that have no {@code actual} yet are left out. */
    static List<Reading> nationalActual(JsonNode body, Zone zone) {
        return readings(periods(data(body)), "actual", zone, Quality.MEASURED);
    }

    /**
     * The forecast of one region. Its first period can jump (recorded: 0 g at 06:00, 189 g at 06:30), being of
     * another run than the rest: it then counts as {@link Quality#ESTIMATED}.
     */
    static List<Reading> regionalForecast(JsonNode body, int region, Zone zone) {
        List<Reading> readings =
                readings(regionPeriods(data(body), region), "forecast", zone, Quality.PROVIDER_FORECAST);
        return firstJumps(readings) ? withFirstEstimated(readings) : readings;
    }

    /** The past of one region: the provider never publishes an actual regionally, so all of it is estimated. */
    static List<Reading> regionalPast(JsonNode body, int region, Zone zone) {
        return readings(regionPeriods(data(body), region), "forecast", zone, Quality.ESTIMATED);
    }

    /** The periods of one region, whichever of the two shapes it comes in. */
    static JsonNode periodsOfRegion(JsonNode body, int region) {
        return regionPeriods(data(body), region);
    }

    private static JsonNode data(JsonNode body) {
        if (body.isContainerNode() && body.isEmpty()) {
            throw new BadAnswerException(Reason.EMPTY, "an empty " + body.getNodeType());
        }
        JsonNode data = body.path("data");
        if (!data.isContainerNode()) {
            throw wrongShape("no data");
        }
        if (data.isEmpty()) {
            throw new BadAnswerException(Reason.EMPTY, "empty data");
        }
        return data;
    }

    private static JsonNode regionPeriods(JsonNode data, int region) {
        JsonNode one = data.isArray() ? data.get(0) : data;
        if (data.isArray() && data.size() != 1) {
            throw wrongShape(data.size() + " regions where one was asked for");
        }
        if (one.path("regionid").asInt(-1) != region) {
            throw wrongShape("region " + one.path("regionid") + " where " + region + " was asked for");
        }
        return periods(one.path("data"));
    }

    private static JsonNode periods(JsonNode periods) {
        if (!periods.isArray()) {
            throw wrongShape("periods are not an array");
        }
        if (periods.isEmpty()) {
            throw new BadAnswerException(Reason.EMPTY, "no periods");
        }
        if (periods.size() > PERIODS_MAX) {
            throw wrongShape(periods.size() + " periods");
        }
        return periods;
    }

    private static List<Reading> readings(JsonNode periods, String field, Zone zone, Quality quality) {
        var byStart = new TreeMap<Instant, Reading>();
        for (JsonNode period : periods) {
            if (!period.path("intensity").isObject()) {
                throw wrongShape("a period without intensity");
            }
            JsonNode grams = period.path("intensity").path(field);
            if (!grams.isNull() && !(grams instanceof MissingNode)) {
                var reading = new Reading(zone, Signal.CARBON_INTENSITY, valid(period), grams(grams), quality);
                Reading earlier = byStart.put(reading.valid().start(), reading);
                if (earlier != null && !earlier.equals(reading)) {
                    throw wrongShape("two values for " + reading.valid());
                }
            }
        }
        if (byStart.isEmpty()) {
            throw new BadAnswerException(Reason.EMPTY, "no " + field + " in " + periods.size() + " periods");
        }
        return List.copyOf(byStart.values());
    }

    static Interval valid(JsonNode period) {
        Instant start = AnswerTimes.instant(period.path("from"));
        Instant end = AnswerTimes.instant(period.path("to"));
        if (!HalfHours.isAligned(start) || !end.equals(start.plus(HalfHours.STEP))) {
            throw wrongShape("not a half-hour: " + start + " to " + end);
        }
        return new Interval(start, end);
    }

    private static BigDecimal grams(JsonNode node) {
        if (!node.isNumber()) {
            throw wrongShape("an intensity that is no number");
        }
        BigDecimal grams = node.decimalValue();
        if (grams.signum() < 0 || grams.compareTo(GRAMS_MAX) > 0 || grams.scale() > Reading.SCALE_MAX) {
            throw wrongShape("an intensity that cannot be");
        }
        return grams;
    }

    private static boolean firstJumps(List<Reading> readings) {
        if (readings.size() < 2) {
            return false;
        }
        Reading first = readings.get(0);
        Reading second = readings.get(1);
        return second.valid().start().equals(first.valid().end())
                && second.value().subtract(first.value()).abs().compareTo(JUMP_GRAMS) > 0;
    }

    private static List<Reading> withFirstEstimated(List<Reading> readings) {
        var marked = new ArrayList<>(readings);
        Reading first = readings.get(0);
        marked.set(0, new Reading(first.zone(), first.signal(), first.valid(), first.value(), Quality.ESTIMATED));
        return List.copyOf(marked);
    }

    private static BadAnswerException wrongShape(String detail) {
        return new BadAnswerException(Reason.WRONG_SHAPE, detail);
    }
}
