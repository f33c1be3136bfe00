package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.feed.Zone;
import dev.flexgate.placement.Aim;
import dev.flexgate.placement.PlacementDesk;
import dev.flexgate.placement.WindowAnswer;
import dev.flexgate.placement.WindowAsk;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.Optional;

/** When and where: {@code /windows:best}, {@code /placements:evaluate} and {@code /regions}. */
final class PlacementPages {

    private static final Duration LOOKAHEAD = Duration.ofHours(24);
    private static final int COUNT = 3;
    private static final int SCALE_MAX = 10;
    private static final long BODY_BYTES_MAX = 64 * 1024;

    private final PlacementDesk desk;

    PlacementPages(PlacementDesk desk) {
        this.desk = desk;
    }

    void addTo(Router router, Answers answers) {
        router.get("/regions").handler(answers.to(this::regions));
        router.getWithRegex("/windows:best").handler(answers.to(this::windows));
        router.postWithRegex("/placements:evaluate")
                .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX))
                .handler(answers.to(this::evaluate));
    }

    private Answer regions(RoutingContext context) {
        ObjectNode body = Json.object().put("asOf", desk.now().toString());
        ArrayNode list = body.putArray("regions");
        for (PlacementDesk.Outlook each : desk.regions()) {
            ObjectNode json = PlacementJson.region(each.region());
            each.carbonUntil()
                    .ifPresentOrElse(
                            until -> json.put("carbonForecastUntil", until.toString()),
                            () -> json.putNull("carbonForecastUntil"));
            each.priceUntil()
                    .ifPresentOrElse(
                            until -> json.put("priceForecastUntil", until.toString()),
                            () -> json.putNull("priceForecastUntil"));
            json.put("currency", each.region().priceZone().currency().getCurrencyCode());
            list.add(json);
        }
        return new Answer.Found(body);
    }

    private Answer windows(RoutingContext context) {
        Instant now = desk.now();
        Instant asOf = time(context, "asOf").orElse(now);
        if (asOf.isAfter(now)) {
            throw new IllegalArgumentException("asOf must not be in the future");
        }
        Instant earliest = time(context, "earliest").orElse(asOf);
        var ask = new WindowAsk(
                new Zone(needed(context, "zone")),
                Page.parameter(context, "priceZone").map(Zone::new),
                duration(needed(context, "duration")),
                earliest,
                time(context, "latest").orElse(earliest.plus(LOOKAHEAD)),
                shape(context),
                aim(context),
                count(context));
        return switch (desk.best(ask, asOf)) {
            case WindowAnswer.Found found -> new Answer.Found(PlacementJson.json(found));
            case WindowAnswer.Refused refused ->
                new Answer.Refused(
                        Problem.of(ProblemCode.valueOf(refused.reason().name()), refused.detail()));
        };
    }

    private Answer evaluate(RoutingContext context) {
        PlacementForm.Asked asked = PlacementForm.read(context, desk.now(), desk.currency());
        return new Answer.Found(PlacementJson.json(
                desk.evaluate(asked.ask(), asked.asOf()), asked.ask().exchange()));
    }

    private static boolean shape(RoutingContext context) {
        return switch (Page.parameter(context, "shape").orElse("CONTIGUOUS")) {
            case "CONTIGUOUS" -> false;
            case "SPLIT" -> true;
            default -> throw new IllegalArgumentException("shape is CONTIGUOUS or SPLIT");
        };
    }

    private static Aim aim(RoutingContext context) {
        return switch (Page.parameter(context, "by").orElse("CARBON")) {
            case "CARBON" -> new Aim.Carbon();
            case "MONEY" -> new Aim.Money();
            case "MIX" -> new Aim.Mix(decimal(needed(context, "perKgCarbon")), currency(needed(context, "currency")));
            default -> throw new IllegalArgumentException("by is CARBON, MONEY or MIX");
        };
    }

    private static BigDecimal decimal(String text) {
        if (text.length() > 20) {
            throw new IllegalArgumentException("perKgCarbon must be a plausible number, such as 0.08");
        }
        return JsonForm.decimal(text, SCALE_MAX);
    }

    private static Currency currency(String code) {
        try {
            return Currency.getInstance(code);
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("currency must be a code of ISO 4217, such as GBP", unknown);
        }
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException notOne) {
            throw new IllegalArgumentException("duration must be as PT4H or PT90M", notOne);
        }
    }

    private static int count(RoutingContext context) {
        String text = Page.parameter(context, "count").orElse(Integer.toString(COUNT));
        if (!text.matches("[1-9][0-9]?")) {
            throw new IllegalArgumentException("count must be 1 to " + WindowAsk.COUNT_MAX);
        }
        return Integer.parseInt(text);
    }

    private static String needed(RoutingContext context, String name) {
        return Page.parameter(context, name)
                .orElseThrow(() -> new IllegalArgumentException("the parameter " + name + " is missing"));
    }

    private static Optional<Instant> time(RoutingContext context, String name) {
        return Page.parameter(context, name).map(text -> {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException notATime) {
                throw new IllegalArgumentException(
                        name + " must be a time with its offset, such as 2026-11-20T17:00:00Z", notATime);
            }
        });
    }
}
