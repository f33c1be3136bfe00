package dev.flexgate.settlement.recompute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The baseline of one meter, found again. */
final class BaselineAgain {

    private static final int DAYS_BACK = 60;

    private final Terms terms;
    private final Series series;
    private final Map<LocalDate, Days> selections = new TreeMap<>();

    /**
     * Days of one date.
     *
     * @param chosen empty where there are too few
     */
    private record Days(List<LocalDate> chosen, TreeMap<LocalDate, String> left) {}

    BaselineAgain(Terms terms, Series series) {
        this.terms = terms;
        this.series = series;
    }

    /** The plain mean; empty where there are too few days. */
    Optional<Ratio> plain(Instant start) {
        List<LocalDate> chosen =
                selections.computeIfAbsent(LocalDays.of(start), this::choose).chosen();
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        long sum = 0;
        for (LocalDate day : chosen) {
            sum += series.at(day, LocalDays.plainIndex(start)).orElseThrow();
        }
        return Optional.of(Ratio.of(sum).divide(chosen.size()));
    }

    /** What is added to it; empty where the window cannot be known. */
    Optional<Ratio> inDay(Instant first) {
        Ratio sum = Ratio.NOTHING;
        for (int back = 8; back >= 3; back--) {
            Instant start = first.minusSeconds(1_800L * back);
            OptionalLong read = series.at(start);
            Optional<Ratio> mean = plain(start);
            if (read.isEmpty() || mean.isEmpty()) {
                return Optional.empty();
            }
            sum = sum.add(Ratio.of(read.getAsLong())).subtract(mean.get());
        }
        return Optional.of(sum.divide(6));
    }

    /** The value of each half-hour of the contract, in its order; empty where there are too few days. */
    Map<Instant, Optional<Ratio>> values(boolean isPureImport) {
        var values = new HashMap<Instant, Optional<Ratio>>();
        firsts().forEach((start, first) -> {
            Optional<Ratio> plain = plain(start);
            Optional<Ratio> added = terms.isInDay() ? inDay(first) : Optional.empty();
            values.put(
                    start,
                    plain.map(mean -> added.map(mean::add)
                            .map(value -> isPureImport ? value.atLeastNothing() : value)
                            .orElse(mean)));
        });
        return values;
    }

    /** For each half-hour the first of its unbroken run. */
    private Map<Instant, Instant> firsts() {
        var firsts = new TreeMap<Instant, Instant>();
        terms.lines()
                .forEach(line -> firsts.put(
                        line.start(), firsts.getOrDefault(line.start().minusSeconds(1_800), line.start())));
        return firsts;
    }

    /** As the record words it. */
    ObjectNode words(String meter) {
        ObjectNode json = Json.object().put("meterId", meter);
        ArrayNode adjustments = Json.array();
        firsts().forEach((start, first) -> {
            Optional<Ratio> plain = plain(start);
            if (terms.isInDay()) {
                Optional<Ratio> added = inDay(first);
                plain.ifPresent(mean -> adjustments
                        .addObject()
                        .put("utcStart", start.toString())
                        .put("status", added.isPresent() ? "APPLIED" : "WINDOW_INCOMPLETE")
                        .put("unadjustedJ", mean.toString())
                        .put("inDayAdjJ", added.orElse(Ratio.NOTHING).toString()));
            }
        });
        ArrayNode days = json.putArray("days");
        selections.forEach((date, found) -> days.add(words(date, found)));
        json.set("inDay", adjustments);
        return json;
    }

    private static JsonNode words(LocalDate date, Days found) {
        ObjectNode json = Json.object()
                .put("settlementDate", date.toString())
                .put("status", found.chosen().isEmpty() ? "INSUFFICIENT" : "OK");
        ArrayNode chosen = json.putArray("selectedDays");
        found.chosen().forEach(day -> chosen.add(day.toString()));
        ArrayNode left = json.putArray("excludedDays");
        found.left()
                .descendingMap()
                .forEach((day, reason) ->
                        left.addObject().put("date", day.toString()).put("reason", reason));
        return json;
    }

    private Days choose(LocalDate target) {
        boolean works = LocalDays.works(target);
        boolean isBestOf = terms.method().matches("[0-9]+of[0-9]+");
        int wanted = isBestOf ? Integer.parseInt(terms.method().replaceAll(".*of", "")) : works ? 10 : 4;
        var found = new Days(new ArrayList<>(), new TreeMap<>());
        LocalDate day = target;
        for (int back = 1; back <= DAYS_BACK && found.chosen().size() < wanted; back++) {
            day = day.minusDays(1);
            String against = against(day, works);
            if (against.isEmpty()) {
                found.chosen().add(day);
            } else {
                found.left().put(day, against);
            }
        }
        if (isBestOf) {
            return best(found, Integer.parseInt(terms.method().replaceAll("of.*", "")));
        }
        if (works) {
            return found.chosen().size() < 5 ? tooFew(found) : found;
        }
        return found.chosen().size() < 4 ? tooFew(found) : middle(found);
    }

    private String against(LocalDate day, boolean works) {
        if (LocalDays.works(day) != works) {
            return "OTHER_DAY_TYPE";
        }
        if (series.eventDays().containsKey(day)) {
            return "EVENT_DAY";
        }
        if (LocalDays.periods(day) != 48) {
            return "CLOCK_CHANGE_DAY";
        }
        return series.isWhole(day) ? "" : "INCOMPLETE";
    }

    private static Days tooFew(Days found) {
        found.chosen().forEach(day -> found.left().put(day, "TOO_FEW"));
        return new Days(List.of(), found.left());
    }

    private Days middle(Days found) {
        // Stable: of equal days the more recent one, which comes first here, counts as the lower.
        List<LocalDate> sorted = found.chosen().stream()
                .sorted(Comparator.comparingLong(series::total))
                .toList();
        found.left().put(sorted.getFirst(), "LOWEST");
        found.left().put(sorted.getLast(), "HIGHEST");
        return new Days(sorted.subList(1, 3), found.left());
    }

    private Days best(Days found, int count) {
        if (found.chosen().size() < count) {
            return tooFew(found);
        }
        // Stable again: of equal days the more recent one is taken.
        List<LocalDate> ranked = found.chosen().stream()
                .sorted(Comparator.comparingLong((LocalDate day) -> -series.total(day)))
                .toList();
        ranked.subList(count, ranked.size()).forEach(day -> found.left().put(day, "NOT_AMONG_BEST"));
        List<LocalDate> taken = ranked.subList(0, count);
        return new Days(found.chosen().stream().filter(taken::contains).toList(), found.left());
    }
}
