package dev.flexgate.settlement.recompute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The money of each half-hour, calculated again from volumes. */
final class MoneyAgain {

    private static final Ratio KILOWATT_HOUR = Ratio.of(3_600_000);

    /**
     * A half-hour whose volumes are known, in J.
     *
     * @param delivered net, turn-down positive
     * @param clamped each meter at least nothing in the ordered direction, summed
     */
    record Known(Ratio delivered, Optional<Ratio> clamped) {}

    private final Terms terms;
    private final Map<Instant, Optional<Known>> volumes;
    private final Map<Instant, Ratio> systemPrices;

    MoneyAgain(Terms terms, Map<Instant, Optional<Known>> volumes, Map<Instant, Ratio> systemPrices) {
        this.terms = terms;
        this.volumes = volumes;
        this.systemPrices = systemPrices;
    }

    /** Amounts by purpose, four decimals, in the order of the formula; empty where something is unknown. */
    Optional<Map<String, String>> amounts(Terms.Line line) {
        return volumes.getOrDefault(line.start(), Optional.empty()).flatMap(known -> amounts(line, known));
    }

    private Optional<Map<String, String>> amounts(Terms.Line line, Known known) {
        var amounts = new LinkedHashMap<String, String>();
        switch (terms.formula().path("formulaId").asText()) {
            case "pay-as-bid/1", "uftp/1" -> capped(line, directed(known), amounts);
            case "deg-demand-flex/2" -> capped(line, known.clamped().orElseThrow(), amounts);
            case "deg-incentive/1" -> incentive(line, directed(known), amounts);
            case "vtp/1" -> {
                Ratio price = systemPrices.get(line.start());
                if (price == null) {
                    return Optional.empty();
                }
                traded(line, known, price, amounts);
            }
            default -> throw new IllegalArgumentException("an unknown formula: " + terms.formula());
        }
        return Optional.of(amounts);
    }

    private Ratio directed(Known known) {
        return terms.isTurnDown() ? known.delivered() : known.delivered().multiply(Ratio.of(-1));
    }

    private static void capped(Terms.Line line, Ratio delivered, Map<String, String> amounts) {
        amounts.put("DELIVERY", money(delivered.atLeastNothing().atMost(line.ordered()), line.price()));
        amounts.put("SHORTFALL", money(line.ordered().subtract(delivered).atLeastNothing(), line.penalty()));
    }

    private void incentive(Terms.Line line, Ratio delivered, Map<String, String> amounts) {
        Ratio paid = delivered.atLeastNothing();
        amounts.put("DELIVERY", money(paid, line.price()));
        Ratio rate = Ratio.of(terms.formula().path("bonusRate").asText());
        if (rate.compareTo(Ratio.NOTHING) > 0 && earnsBonus()) {
            amounts.put("BONUS", money(paid, line.price().multiply(rate)));
        }
        amounts.put("SHORTFALL", money(line.ordered().subtract(delivered).atLeastNothing(), line.penalty()));
    }

    private boolean earnsBonus() {
        Ratio delivered = Ratio.NOTHING;
        Ratio ordered = Ratio.NOTHING;
        for (Terms.Line line : terms.lines()) {
            Optional<Known> known = volumes.getOrDefault(line.start(), Optional.empty());
            if (known.isEmpty()) {
                return false;
            }
            delivered = delivered.add(directed(known.get()));
            ordered = ordered.add(line.ordered());
        }
        return delivered.compareTo(ordered.multiply(
                        Ratio.of(terms.formula().path("bonusAbove").asText())))
                > 0;
    }

    private void traded(Terms.Line line, Known known, Ratio systemPrice, Map<String, String> amounts) {
        Ratio sold = terms.isTurnDown() ? line.ordered() : line.ordered().multiply(Ratio.of(-1));
        amounts.put("SALE", money(sold, line.price()));
        amounts.put("IMBALANCE", money(known.delivered().subtract(sold), systemPrice));
        String model = terms.formula().path("compensationModel").asText();
        if (!model.equals("NONE")) {
            Ratio price = Ratio.of(terms.formula().path("compensationPerKwh").asText());
            amounts.put("COMPENSATION_" + model, money(known.delivered(), price));
        }
    }

    private static String money(Ratio joules, Ratio perKilowattHour) {
        Ratio exact = joules.multiply(perKilowattHour);
        return new Ratio(exact.over(), exact.under().multiply(KILOWATT_HOUR.over())).decimal(4);
    }

    /** As the record words them. */
    static ArrayNode words(Map<String, String> amounts) {
        ArrayNode json = Json.array();
        amounts.forEach((purpose, amount) -> {
            List<String> roles = roles(purpose);
            json.addObject()
                    .put("purpose", purpose)
                    .put("from", roles.getFirst())
                    .put("to", roles.getLast())
                    .put("amount", amount);
        });
        return json;
    }

    private static List<String> roles(String purpose) {
        return switch (purpose) {
            case "DELIVERY", "BONUS", "SALE" -> List.of("BUYER", "SELLER");
            case "SHORTFALL" -> List.of("SELLER", "BUYER");
            case "IMBALANCE" -> List.of("IMBALANCE", "SELLER");
            case "COMPENSATION_DIRECT" -> List.of("SELLER", "SUPPLIER");
            case "COMPENSATION_MUTUALISED" -> List.of("SUPPLIERS", "SUPPLIER");
            default -> throw new IllegalArgumentException("money for an unknown purpose: " + purpose);
        };
    }

    /** What the seller gets in all. */
    static BigDecimal net(Map<String, String> amounts) {
        BigDecimal net = new BigDecimal("0.0000");
        for (Map.Entry<String, String> each : amounts.entrySet()) {
            List<String> roles = roles(each.getKey());
            BigDecimal amount = new BigDecimal(each.getValue());
            if (roles.getLast().equals("SELLER")) {
                net = net.add(amount);
            } else if (roles.getFirst().equals("SELLER")) {
                net = net.subtract(amount);
            }
        }
        return net;
    }

    static Map<Instant, Ratio> systemPrices(JsonNode inputs) {
        var prices = new LinkedHashMap<Instant, Ratio>();
        inputs.path("systemPrices")
                .forEach(price -> prices.put(
                        Instant.parse(price.path("utcStart").asText()),
                        Ratio.of(price.path("pricePerKwh").asText())));
        return prices;
    }
}
