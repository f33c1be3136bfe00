package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Topic;
import dev.flexgate.forecast.ForecastAgent;
import dev.flexgate.forecast.SkillReport;
import dev.flexgate.forecast.TrainingStatus;
import dev.flexgate.forecast.model.Skill;
import dev.flexgate.wire.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How good forecasts were, judged by what was said when they were issued: {@code /forecast/skill}. */
final class SkillPages {

    private static final int FIGURES = 4;

    private final ForecastAgent forecasts;
    private final InstantSource clock;

    SkillPages(ForecastAgent forecasts, InstantSource clock) {
        this.forecasts = forecasts;
        this.clock = clock;
    }

    void addTo(Router router, Answers answers) {
        router.get("/forecast/skill").handler(answers.to(this::skill));
    }

    private Answer skill(RoutingContext context) {
        Optional<String> zone = Page.parameter(context, "zone");
        Optional<Signal> signal = Page.parameter(context, "signal").map(SkillPages::signal);
        List<Topic> wanted = forecasts.topics().stream()
                .filter(topic -> zone.isEmpty() || topic.zone().code().equals(zone.get()))
                .filter(topic -> signal.isEmpty() || topic.signal() == signal.get())
                .toList();
        if (wanted.isEmpty()) {
            return Answer.notFound("nothing of the kind is forecast; GET /api/v1/forecast/skill lists what is");
        }
        Instant now = clock.instant();
        ObjectNode body = Json.object().put("asOf", now.toString());
        var skills = body.putArray("skills");
        var streams = body.putArray("streams");
        for (Topic topic : wanted) {
            SkillReport report = forecasts.report(topic, now);
            stream(streams.addObject(), report, forecasts.status(topic));
            report.lines().forEach(line -> line(skills.addObject(), topic, line));
        }
        return new Answer.Found(body);
    }

    private static void stream(ObjectNode json, SkillReport report, Optional<TrainingStatus> status) {
        Topic topic = report.topic();
        json.put("zone", topic.zone().code())
                .put("signal", topic.signal().name())
                .put("since", report.since().toString())
                .put("issues", report.issues());
        status.ifPresent(known -> {
            ObjectNode training = json.putObject("training")
                    .put("outcome", known.outcome().name())
                    .put("at", known.at().toString());
            if (!known.failure().isEmpty()) {
                training.put("failure", known.failure());
            }
        });
        status.flatMap(TrainingStatus::model)
                .ifPresent(model -> json.putObject("model")
                        .put("knownAt", model.knownAt().toString())
                        .put("version", model.version())
                        .put("historyHalfHours", model.historyHalfHours())
                        .put("dataSha256", model.dataSha256())
                        .put("sha256", model.sha256()));
    }

    private static void line(ObjectNode json, Topic topic, SkillReport.Line line) {
        Skill skill = line.skill();
        json.put("zone", topic.zone().code())
                .put("signal", topic.signal().name())
                .put("method", line.method())
                .put("lead", line.lead().label())
                .put("values", skill.count())
                .put("unit", topic.unit());
        put(json, "mapePercent", skill.mapePercent());
        put(json, "mae", skill.mae());
        put(json, "pinball", skill.pinball());
        put(json, "coveragePercent", skill.coveragePercent());
    }

    /** What is not known is null, not 0. */
    private static void put(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, BigDecimal.valueOf(value).setScale(FIGURES, RoundingMode.HALF_UP));
        } else {
            json.putNull(name);
        }
    }

    private static Signal signal(String name) {
        return Arrays.stream(Signal.values())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("signal is one of " + List.of(Signal.values())));
    }
}
