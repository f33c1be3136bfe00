package dev.flexgate.forecast;

import dev.flexgate.feed.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** The figures of the skill page as metrics: by zone, signal, method and range of leads, and nothing else. */
final class SkillMeters {

    private final Map<Topic, SkillReport> newest = new ConcurrentHashMap<>();
    private final MultiGauge mae;
    private final MultiGauge mape;
    private final MultiGauge coverage;
    private final MultiGauge values;

    SkillMeters(MeterRegistry meters) {
        this.mae = MultiGauge.builder("flexgate.forecast.mae")
                .description("Mean absolute error over 28 days, in the unit of the signal")
                .register(meters);
        this.mape = MultiGauge.builder("flexgate.forecast.mape.ratio")
                .description("Mean absolute error relative to the outturn over 28 days")
                .register(meters);
        this.coverage = MultiGauge.builder("flexgate.forecast.coverage.ratio")
                .description("Share of outturns in the 80 % band over 28 days")
                .register(meters);
        this.values = MultiGauge.builder("flexgate.forecast.compared")
                .description("Half-hours that were compared")
                .register(meters);
    }

    void set(SkillReport report) {
        newest.put(report.topic(), report);
        mae.register(rows(line -> line.skill().mae()), true);
        mape.register(rows(line -> line.skill().mapePercent() / 100), true);
        coverage.register(rows(line -> line.skill().coveragePercent() / 100), true);
        values.register(rows(line -> line.skill().count()), true);
    }

    /** What is not known has no row. */
    private List<Row<?>> rows(ToDoubleFunction<SkillReport.Line> figure) {
        return newest.values().stream()
                .flatMap(report -> report.lines().stream()
                        .filter(line -> Double.isFinite(figure.applyAsDouble(line)))
                        .<Row<?>>map(line -> Row.of(tags(report.topic(), line), figure.applyAsDouble(line))))
                .toList();
    }

    private static Tags tags(Topic topic, SkillReport.Line line) {
        return Tags.of(
                "zone",
                topic.zone().code(),
                "signal",
                topic.signal().name(),
                "method",
                line.method(),
                "lead",
                line.lead().label());
    }
}
