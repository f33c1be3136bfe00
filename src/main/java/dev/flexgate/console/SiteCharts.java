package dev.flexgate.console;

import dev.flexgate.console.Chart.Point;
import dev.flexgate.console.Chart.Series;
import dev.flexgate.console.Chart.Style;
import dev.flexgate.planning.SitePeriod;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Provenance;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.Site;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The coming day at one site: how clean, how dear, how busy. */
public final class SiteCharts {

    private final Interval day;
    private final List<SitePeriod> periods;
    private final Instant now;
    private final Times times;

    private SiteCharts(Interval day, List<SitePeriod> periods, Instant now, Times times) {
        this.day = day;
        this.periods = periods;
        this.now = now;
        this.times = times;
    }

    /** Carbon, price and load over {@code day}, on one time axis. */
    public static List<Chart> of(Site site, Interval day, List<SitePeriod> periods, Instant now, Times times) {
        var charts = new SiteCharts(day, periods, now, times);
        return List.of(charts.carbon(site), charts.price(site), charts.load(site));
    }

    private Chart carbon(Site site) {
        SitePeriod least = least(period -> grams(period.carbon().p50()));
        String sentence = "Cleanest at " + times.utcTime(least.period().start()) + " UTC with "
                + Amount.grams(least.carbon().p50()) + " g CO₂e/kWh at " + site.name() + ".";
        Mark mark = worst(SitePeriod::carbonFrom);
        List<Point> points = periods.stream()
                .map(period -> new Point(
                        period.period(),
                        grams(period.carbon().p50()),
                        grams(period.carbon().p10()),
                        grams(period.carbon().p90())))
                .toList();
        var series = new Series("Carbon intensity of the grid", style(mark), 1, points);
        return chart("carbon", "Carbon", sentence, "g CO₂e/kWh", List.of(series), true, mark);
    }

    private Chart price(Site site) {
        SitePeriod least = least(period -> pence(period.price().p50()));
        String unit = Amount.priceUnit(least.price().p50().currency());
        String sentence = "Cheapest at " + times.utcTime(least.period().start()) + " UTC with "
                + Amount.perKilowattHour(least.price().p50()) + " " + unit + " at " + site.name() + ".";
        Mark mark = worst(SitePeriod::priceFrom);
        List<Point> points = periods.stream()
                .map(period -> new Point(
                        period.period(),
                        pence(period.price().p50()),
                        pence(period.price().p10()),
                        pence(period.price().p90())))
                .toList();
        return chart(
                "price",
                "Price",
                sentence,
                unit,
                List.of(new Series("Energy price", style(mark), 2, points)),
                true,
                mark);
    }

    private Chart load(Site site) {
        Power most = periods.stream()
                .map(SitePeriod::planned)
                .max(Comparator.naturalOrder())
                .orElse(Power.ZERO);
        String sentence = "The plan uses at most " + Amount.kilowatts(most) + " kW of IT power at " + site.name() + ".";
        List<Series> series = List.of(
                new Series("Jobs", Style.PLANNED, 4, points(period -> kilowatts(period.planned()))),
                new Series("Jobs and what is sold", Style.PLANNED, 3, points(this::used)),
                new Series("Limit", Style.LIMIT, 5, points(period -> kilowatts(period.flexible()))));
        Quality quality = periods.stream().map(SitePeriod::quality).reduce(Quality.MEASURED, Quality::worse);
        Mark mark = Mark.planned(quality, "standing plan, market reservations and sales", now);
        return chart("load", "IT power", sentence, "kW", series, true, mark);
    }

    private double used(SitePeriod period) {
        return kilowatts(period.planned()) + kilowatts(period.committed());
    }

    private Chart chart(
            String id, String title, String sentence, String unit, List<Series> series, boolean zeroBased, Mark mark) {
        return new Chart(id, title, sentence, unit, day, series, Optional.of(now), zeroBased, mark, times);
    }

    private List<Point> points(Function<SitePeriod, Double> value) {
        return periods.stream()
                .map(period -> Point.of(period.period(), value.apply(period)))
                .toList();
    }

    private SitePeriod least(Function<SitePeriod, Double> value) {
        return periods.stream().min(Comparator.comparing(value)).orElseThrow();
    }

    private Mark worst(Function<SitePeriod, Provenance> whence) {
        return periods.stream()
                .map(whence)
                .max(Comparator.comparing(Provenance::quality))
                .map(Mark::of)
                .orElseThrow();
    }

    private static Style style(Mark mark) {
        return mark.kind() == Mark.Kind.SIMULATED ? Style.SIMULATED : Style.FORECAST;
    }

    private static double grams(CarbonIntensity intensity) {
        return intensity.gramsPerKwh().doubleValue();
    }

    private static double pence(EnergyPrice price) {
        return price.perKilowattHour().movePointRight(2).doubleValue();
    }

    private static double kilowatts(Power power) {
        return power.kilowatts().doubleValue();
    }
}
