package dev.flexgate.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What shall change in a purchase. */
final class Altering {

    @Option(names = "--power-kw", description = "Other power.")
    @Nullable
    BigDecimal powerKw;

    @Option(names = "--energy-kwh", description = "Other energy, spread evenly over the window.")
    @Nullable
    BigDecimal energyKwh;

    @Option(names = "--start", defaultValue = "", description = "Start of another window.")
    String start = "";

    @Option(names = "--end", defaultValue = "", description = "Its end.")
    String end = "";

    @Option(names = "--shift-kw", description = "Move so much load away.")
    @Nullable
    BigDecimal shiftKw;

    @Option(names = "--shift-from", defaultValue = "", description = "The place that it leaves.")
    String shiftFrom = "";

    @Option(names = "--shift-to", defaultValue = "", description = "Where it goes.")
    String shiftTo = "";

    @Option(
            names = "--shift-to-purchase",
            defaultValue = "",
            description = "Another purchase of the same partner, under which it runs there.")
    String shiftToPurchase = "";

    @Option(names = "--accept", description = "Stay, knowing of the event.")
    boolean accept;

    @Option(names = "--accepted-g", description = "With --accept: the carbon intensity, g/kWh, that you take it to be.")
    @Nullable
    BigDecimal acceptedGrams;

    @Option(names = "--accepted-price", description = "With --accept: the price a kWh that you take it to be.")
    @Nullable
    BigDecimal acceptedPrice;

    @Option(names = "--alert-above-g", description = "With --accept: hear again above this carbon intensity, g/kWh.")
    @Nullable
    BigDecimal alertAboveGrams;

    @Option(names = "--alert-above-price", description = "With --accept: hear again above this price a kWh.")
    @Nullable
    BigDecimal alertAbovePrice;

    @Option(names = "--shutdown-above-g", description = "With --accept: stop by itself above this intensity, g/kWh.")
    @Nullable
    BigDecimal shutdownAboveGrams;

    @Option(names = "--shutdown-above-price", description = "With --accept: stop by itself above this price a kWh.")
    @Nullable
    BigDecimal shutdownAbovePrice;

    @Option(names = "--no-shutdown", description = "With --accept: never stop by itself any more.")
    boolean noShutdown;

    @Option(names = "--currency", defaultValue = "", description = "Of the prices.")
    String currency = "";

    @Option(names = "--event", defaultValue = "", description = "The event that is answered.")
    String event = "";

    @Option(names = "--reason", defaultValue = "", description = "Why.")
    String reason = "";

    @Option(names = "--preview", description = "Only ask what would come of it.")
    boolean preview;

    ObjectNode body() {
        ObjectNode body = Json.object();
        Dealing.put(body, "powerKw", powerKw);
        Dealing.put(body, "energyKwh", energyKwh);
        Dealing.put(body, "start", start);
        Dealing.put(body, "end", end);
        Dealing.put(body, "shiftKw", shiftKw);
        Dealing.put(body, "shiftFrom", shiftFrom);
        Dealing.put(body, "shiftTo", shiftTo);
        Dealing.put(body, "shiftToPurchase", shiftToPurchase);
        Dealing.put(body, "eventId", event);
        Dealing.put(body, "reason", reason);
        Dealing.put(body, "currency", currency);
        Dealing.put(body, "accept", accept);
        Dealing.put(body, "preview", preview);
        bounds(body);
        return body;
    }

    private void bounds(ObjectNode body) {
        Dealing.put(body, "acceptedGramsPerKwh", acceptedGrams);
        Dealing.put(body, "acceptedPricePerKwh", acceptedPrice);
        Dealing.put(body, "alertAboveGramsPerKwh", alertAboveGrams);
        Dealing.put(body, "alertAbovePricePerKwh", alertAbovePrice);
        Dealing.put(body, "shutdownAboveGramsPerKwh", shutdownAboveGrams);
        Dealing.put(body, "shutdownAbovePricePerKwh", shutdownAbovePrice);
        if (noShutdown) {
            body.put("autoShutdown", false);
        }
    }
}
