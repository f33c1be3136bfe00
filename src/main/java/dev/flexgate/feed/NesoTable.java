package dev.flexgate.feed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.feed.Offered.Link;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.SettlementPeriod;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A table of the NESO portal: asked as {@code datastore_search}, page by page, or, as that often answers without rows,
 * as the CSV file that {@code resource_show} names.
 */
final class NesoTable {

    private static final String ACTION = "/api/3/action/";
    private static final int PAGE = 1_000;
    private static final int PAGES_MAX = 4;

    /** Where the tables keep the day, and which half-hour of it. */
    private static final List<String> DATES = List.of("SETTLEMENT_DATE", "Date");

    private static final List<String> PERIODS = List.of("SETTLEMENT_PERIOD", "Settlement_Period", "Settlement_period");

    /** Where they keep a time in UTC instead. */
    private static final List<String> TIMES = List.of("Datetime_GMT", "GDATETIME", "DATETIME", "Datetime");

    private final Link link;

    NesoTable(Link link) {
        this.link = link;
    }

    /** At most about {@code count} rows, at least one, as texts by column. */
    List<Map<String, String>> rows(String resource, String sort, int count) {
        var rows = new ArrayList<Map<String, String>>();
        for (int page = 0; page < PAGES_MAX && rows.size() < count; page++) {
            JsonNode result = result("datastore_search?resource_id=" + resource + "&limit=" + Math.min(count, PAGE)
                    + "&offset=" + rows.size() + "&sort=" + sort.replace(" ", "%20"));
            JsonNode records = result.path("records");
            if (!records.isArray() || records.size() > PAGE) {
                throw Asked.wrongShape("no list of records");
            }
            records.forEach(record -> rows.add(texts(record)));
            if (records.size() < PAGE) {
                break;
            }
        }
        return rows.isEmpty() ? file(resource) : rows;
    }

    /**
     * Rows of the days that {@code wanted} touches, found by {@code column}, which holds a date or begins with one. Whoever
     * asks takes of them what it wants.
     */
    List<Map<String, String>> rows(String resource, String column, HalfHours wanted) {
        LocalDate from = LocalDate.ofInstant(wanted.start(), ZoneOffset.UTC);
        LocalDate until = LocalDate.ofInstant(wanted.end(), ZoneOffset.UTC).plusDays(1);
        String sql = "SELECT * FROM \"" + resource + "\" WHERE \"" + column + "\" >= '" + from + "' AND \"" + column
                + "\" < '" + until + "' LIMIT " + PAGE * PAGES_MAX;
        JsonNode records = result("datastore_search_sql?sql=" + URLEncoder.encode(sql, StandardCharsets.UTF_8))
                .path("records");
        if (!records.isArray() || records.size() > PAGE * PAGES_MAX) {
            throw Asked.wrongShape("no list of records");
        }
        if (records.isEmpty()) {
            throw new BadAnswerException(Reason.EMPTY, "no rows");
        }
        var rows = new ArrayList<Map<String, String>>();
        records.forEach(record -> rows.add(texts(record)));
        return rows;
    }

    private List<Map<String, String>> file(String resource) {
        JsonNode result = result("resource_show?id=" + resource);
        String address = result.path("url").asText();
        if (address.isEmpty()) {
            throw new BadAnswerException(Reason.EMPTY, "no rows and no file");
        }
        URI file = uri(address);
        if (!Objects.equals(file.getScheme(), link.base().getScheme())
                || !Objects.equals(file.getRawAuthority(), link.base().getRawAuthority())) {
            throw new BadAnswerException(Reason.FOREIGN_PAGE, "the file is elsewhere");
        }
        List<Map<String, String>> rows = AnswerTable.read(link.http().bytes(Ask.of(file, Ask.ANY)), PAGE * PAGES_MAX);
        if (rows.isEmpty()) {
            throw new BadAnswerException(Reason.EMPTY, "a file without rows");
        }
        return rows;
    }

    private JsonNode result(String actionAndQuery) {
        JsonNode body = link.http().json(Ask.json(link.at(ACTION + actionAndQuery)));
        if (body.isContainerNode() && body.isEmpty()) {
            throw new BadAnswerException(Reason.EMPTY, "an empty " + body.getNodeType());
        }
        if (!body.path("success").asBoolean()) {
            String said = body.at("/error/message").asText(body.asText());
            throw new BadAnswerException(
                    Reason.REFUSED, "success is not true: " + link.http().line(said));
        }
        JsonNode result = body.path("result");
        if (!result.isObject()) {
            throw Asked.wrongShape("no result");
        }
        return result;
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException broken) {
            throw Asked.wrongShape("a file that has no address");
        }
    }

    private static Map<String, String> texts(JsonNode row) {
        Map<String, String> texts = new HashMap<>();
        row.properties().forEach(cell -> texts.put(cell.getKey(), text(cell.getValue())));
        return texts;
    }

    private static String text(JsonNode value) {
        return value.isNull() ? "" : value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
    }

    /**
     * The half-hour of a row. Date and settlement period are the safe key: beside them the portal writes times that
     * begin the half-hour in some tables and end it in others. Tables without them name the start in UTC.
     */
    static Interval halfHour(Map<String, String> row) {
        try {
            String date = first(row, DATES);
            String period = first(row, PERIODS);
            if (!date.isEmpty() && !period.isEmpty()) {
                return new SettlementPeriod(
                                LocalDate.parse(date.substring(0, 10)), new BigDecimal(period).intValueExact())
                        .interval();
            }
            String time = first(row, TIMES);
            if (time.isEmpty()) {
                time = first(row, List.of("DATE_GMT")).substring(0, 10) + "T" + LocalTime.parse(clock(row));
            }
            Instant start = LocalDateTime.parse(time).toInstant(ZoneOffset.UTC);
            if (!HalfHours.isAligned(start)) {
                throw Asked.wrongShape("not the start of a half-hour: " + start);
            }
            return Interval.from(start, HalfHours.STEP);
        } catch (DateTimeException
                | IllegalArgumentException
                | ArithmeticException
                | IndexOutOfBoundsException broken) {
            throw Asked.wrongShape("a row without a half-hour that can be read");
        }
    }

    /** {@code 13:30}, or {@code 1330} as some files have it. */
    private static String clock(Map<String, String> row) {
        String text = row.getOrDefault("TIME_GMT", "");
        return text.contains(":")
                ? text
                : text.substring(0, text.length() - 2) + ":" + text.substring(text.length() - 2);
    }

    private static String first(Map<String, String> row, List<String> names) {
        return names.stream()
                .map(name -> row.getOrDefault(name, "").strip())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }
}
