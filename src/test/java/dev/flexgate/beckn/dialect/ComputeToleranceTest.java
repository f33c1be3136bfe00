package dev.flexgate.beckn.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.Samples;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.BecknMessage.Confirm;
import dev.flexgate.beckn.message.BecknMessage.OnDiscover;
import dev.flexgate.beckn.message.BecknMessage.Select;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.Extent;
import dev.flexgate.beckn.message.Intent;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.beckn.message.Rating;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.message.SpatialConstraint;
import dev.flexgate.quantity.Interval;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each defect of compute-energy messages that is tolerated is found, named and read as what it means. */
class ComputeToleranceTest {

    private static final Dialect DEG = new DegDialect();

    /** A message without any defect, and how to spoil it. */
    private record Case(DegTolerance rule, BecknMessage right, Consumer<ObjectNode> spoil) {}

    private static final BecknMessage DISCOVER = Samples.request(Action.DISCOVER);
    private static final BecknMessage SHIFT = new BecknMessage.Update(
            Samples.context(),
            new Proposal("order-1", List.of(Samples.wish()), List.of(), List.of()),
            Samples.shift(),
            false);
    private static final BecknMessage RATE = new BecknMessage.Rate(
            Samples.context(),
            List.of(new Rating(
                    "order-1",
                    Rating.Target.CONTRACT,
                    Samples.rating().scale(),
                    Samples.rating().value(),
                    "",
                    "as promised",
                    List.of("clear"))),
            false);
    private static final BecknMessage SUPPORT =
            new BecknMessage.Support(Samples.context(), "order-1", "", "+441223000000", false);
    private static final BecknMessage NEAR = where(
            SpatialConstraint.Operator.S_DWITHIN,
            "{\"type\":\"Point\",\"coordinates\":[0.1218,52.2053]}",
            Optional.of(BigDecimal.valueOf(50_000)));
    private static final BecknMessage INSIDE = where(
            SpatialConstraint.Operator.S_WITHIN,
            "{\"type\":\"Polygon\",\"coordinates\":[[[0.0,52.0],[0.5,52.0],[0.5,52.5],[0.0,52.0]]]}",
            Optional.empty());

    private static BecknMessage where(
            SpatialConstraint.Operator operator, String geometry, Optional<BigDecimal> metres) {
        return new BecknMessage.Discover(
                Samples.context(),
                new Intent(
                        "",
                        "",
                        List.of(new SpatialConstraint(
                                operator,
                                List.of("$['beckn:availableAt'][*]['geo']"),
                                StrictJson.parse(geometry.getBytes(UTF_8)),
                                metres,
                                SpatialConstraint.Quantifier.ANY))));
    }

    private static final BecknMessage SELECT = Samples.request(Action.SELECT);
    private static final BecknMessage INIT = Samples.request(Action.INIT);
    private static final BecknMessage CONFIRM = Samples.request(Action.CONFIRM);
    private static final BecknMessage STATUS = Samples.request(Action.STATUS);
    private static final BecknMessage CATALOG = new OnDiscover(Samples.context(), List.of(Samples.catalog()));

    private static final List<Case> CASES = List.of(
            new Case(
                    DegTolerance.ID_NOT_UUID,
                    SELECT,
                    json -> at(json, "/context").put("message_id", "msg-select-ce-001")),
            new Case(
                    DegTolerance.VOCABULARY_ELSEWHERE,
                    SELECT,
                    json -> at(json, "/message/order").put("@context", DegFields.CORE)),
            new Case(DegTolerance.NAME_WITHOUT_PREFIX, INIT, json -> {
                ObjectNode order = at(json, "/message/order");
                order.set("orderItems", order.remove("beckn:orderItems"));
            }),
            new Case(DegTolerance.ORDER_ID_BESIDE_ORDER, STATUS, json -> {
                ObjectNode body = at(json, "/message");
                body.put("order_id", body.at("/order/beckn:id").asText()).remove("order");
            }),
            new Case(
                    DegTolerance.BUYER_AS_TEXT,
                    SELECT,
                    json -> at(json, "/message/order").put("beckn:buyer", Samples.BAP.id())),
            new Case(
                    DegTolerance.MODE_GRID_BASED,
                    SELECT,
                    json -> at(json, "/message/order")
                            .putObject("beckn:fulfillment")
                            .put("@type", "beckn:Fulfillment")
                            .put("beckn:mode", "GRID-BASED")),
            new Case(
                    DegTolerance.STATUS_WITHOUT_SUBJECT,
                    SELECT,
                    json -> at(json, "/message/order")
                            .putObject("beckn:fulfillment")
                            .put("beckn:status", "QUOTED")),
            new Case(
                    DegTolerance.STATUS_WORD,
                    SELECT,
                    json -> at(json, "/message/order").put("beckn:orderStatus", "QUOTE_REQUESTED")),
            new Case(
                    DegTolerance.LINE_WITHOUT_ID,
                    SELECT,
                    json -> at(json, "/message/order/beckn:orderItems/0").remove("beckn:lineId")),
            new Case(DegTolerance.QUANTITY_AS_NUMBER, SELECT, json -> {
                ObjectNode line = at(json, "/message/order/beckn:orderItems/0");
                line.put("beckn:quantity", 1);
                at(line, "/beckn:orderItemAttributes")
                        .put("beckn:computeLoad", 0.0505)
                        .put("beckn:computeLoadUnit", "MW");
            }),
            new Case(
                    DegTolerance.UNIT_WORD,
                    INIT,
                    json -> at(json, "/message/order/beckn:orderItems/0/beckn:orderItemAttributes")
                            .put("beckn:computeLoadUnit", "megawatts")),
            new Case(
                    DegTolerance.NUMBER_AS_TEXT,
                    INIT,
                    json -> at(json, "/message/order/beckn:orderItems/0/beckn:orderItemAttributes")
                            .put("beckn:computeLoad", "1.2")),
            new Case(
                    DegTolerance.PRICE_NAMED_PRICE,
                    CONFIRM,
                    json -> at(json, "/message/order/beckn:orderValue").remove("value")),
            new Case(
                    DegTolerance.PRICE_AS_TEXT,
                    CONFIRM,
                    json -> at(json, "/message/order/beckn:orderValue")
                            .put("value", "244.80")
                            .remove("price")),
            new Case(
                    DegTolerance.TIME_WITHOUT_DATE,
                    CATALOG,
                    json -> at(json, "/message/catalogs/0/beckn:items/0/beckn:itemAttributes/beckn:timeWindow")
                            .put("start", "10:00:00Z")
                            .put("end", "12:00:00Z")),
            new Case(
                    DegTolerance.INVOICE_WRITTEN_OUT,
                    INIT,
                    json -> at(json, "/message/order")
                            .putObject("beckn:invoice")
                            .putObject("schema:customer")
                            .put("email", "buyer@example.com")),
            new Case(
                    DegTolerance.PAYMENT_WITHOUT_STATUS,
                    CONFIRM,
                    json -> at(json, "/message/order")
                            .putObject("beckn:payment")
                            .put("@type", "beckn:ComputeEnergyPayment")
                            .put("beckn:settlement", "next-billing-cycle")),
            new Case(DegTolerance.PLACE_NOT_IN_LIST, CATALOG, json -> {
                ObjectNode item = at(json, "/message/catalogs/0/beckn:items/0");
                item.set("beckn:availableAt", item.at("/beckn:availableAt/0"));
            }),
            new Case(DegTolerance.PROVIDER_OF_CATALOG, CATALOG, json -> {
                ObjectNode item = at(json, "/message/catalogs/0/beckn:items/0");
                at(json, "/message/catalogs/0").set("beckn:provider", item.remove("beckn:provider"));
            }),
            new Case(
                    DegTolerance.CATALOG_WITHOUT_ADDRESS,
                    CATALOG,
                    json -> at(json, "/message/catalogs/0").remove(List.of("beckn:bppId", "beckn:bppUri"))),
            new Case(
                    DegTolerance.ORDER_WITHOUT_LINES,
                    SHIFT,
                    json -> at(json, "/message/order").remove("beckn:orderItems")),
            new Case(DegTolerance.RATING_BARE, RATE, json -> {
                ObjectNode bare = Json.object();
                JsonNode rating = json.at("/message/ratings/0");
                bare.set("id", rating.path("id"));
                bare.set("value", rating.path("ratingValue"));
                bare.set("best", rating.path("bestRating"));
                bare.set("worst", rating.path("worstRating"));
                bare.set("category", rating.path("category"));
                bare.set("feedback", rating.path("feedback"));
                json.set("message", bare);
            }),
            new Case(
                    DegTolerance.SUPPORT_SNAKE_CASE,
                    SUPPORT,
                    json -> at(json, "/message")
                            .put("ref_id", json.at("/message/refId").asText())
                            .put("ref_type", "order")
                            .remove(List.of("refId", "refType"))),
            new Case(
                    DegTolerance.POINT_WITHOUT_OPERATOR,
                    NEAR,
                    json -> at(json, "/message/spatial/0").remove(List.of("op", "distanceMeters"))),
            new Case(
                    DegTolerance.AREA_WITHOUT_OPERATOR,
                    INSIDE,
                    json -> at(json, "/message/spatial/0").remove("op")),
            new Case(
                    DegTolerance.FILTER_NAME_UNQUOTED,
                    DISCOVER,
                    json -> at(json, "/message/filters")
                            .put("expression", "$[?(@.beckn:itemAttributes.beckn:slotId == 'x')]")));

    private static ObjectNode at(JsonNode json, String place) {
        return (ObjectNode) json.at(place);
    }

    private static Action action(BecknMessage message) {
        return switch (message) {
            case BecknMessage.Request request -> request.action();
            case BecknMessage.Callback callback -> callback.answers();
        };
    }

    private static BecknMessage read(BecknMessage like, JsonNode json) {
        return switch (like) {
            case BecknMessage.Request request -> DEG.readRequest(request.action(), json);
            case BecknMessage.Callback callback -> DEG.readCallback(callback.answers(), json);
        };
    }

    static Stream<Arguments> cases() {
        return CASES.stream().map(each -> Arguments.of(each.rule(), each.right(), each.spoil()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void a_defect_is_named_and_read_as_what_it_means(
            DegTolerance rule, BecknMessage right, Consumer<ObjectNode> spoil) {
        ObjectNode faultless = DEG.write(right);
        assertEquals(List.of(), DEG.tolerated(action(right), faultless));
        ObjectNode wrong = faultless.deepCopy();
        spoil.accept(wrong);
        JsonNode asItCame = wrong.deepCopy();
        assertEquals(List.of(rule.name()), DEG.tolerated(action(right), wrong));
        BecknMessage read = read(right, wrong);
        assertEquals(asItCame, wrong, "what came is not touched");
        switch (rule) {
            case ID_NOT_UUID -> assertEquals("msg-select-ce-001", read.context().messageId());
            case LINE_WITHOUT_ID ->
                assertEquals(
                        Samples.SLOT,
                        ((Select) read).proposal().wishes().getFirst().id());
            case FILTER_NAME_UNQUOTED -> assertEquals(right.context(), read.context());
            case ORDER_ID_BESIDE_ORDER ->
                assertEquals(
                        ((BecknMessage.Status) right).proposal().contractId(),
                        ((BecknMessage.Status) read).proposal().contractId());
            case ORDER_WITHOUT_LINES ->
                assertEquals(((BecknMessage.Update) right).change(), ((BecknMessage.Update) read).change());
            case PRICE_NAMED_PRICE -> {
                assertEquals(
                        ((Confirm) right).proposal().charges(),
                        ((Confirm) read).proposal().charges());
                assertEquals(List.of(rule.name()), ((Confirm) read).proposal().assumed(), "flagged on the order");
            }
            default -> assertEquals(right, read);
        }
    }

    @Test
    void every_rule_has_its_case() {
        for (DegTolerance rule : DegTolerance.in(DegProfile.COMPUTE)) {
            assertTrue(CASES.stream().anyMatch(each -> each.rule() == rule), rule.name());
        }
    }

    @Test
    void a_time_without_a_date_in_an_order_is_left_to_the_slot_and_flagged() {
        ObjectNode json = DEG.write(SELECT);
        at(json, "/message/order/beckn:orderItems/0/beckn:orderItemAttributes/beckn:timeWindow")
                .put("start", "10:30:00Z")
                .put("end", "11:00:00Z");
        Select read = (Select) DEG.readRequest(Action.SELECT, json);
        assertEquals(List.of("TIME_WITHOUT_DATE"), read.proposal().assumed());
        Extent.AtTimes times =
                (Extent.AtTimes) read.proposal().wishes().getFirst().extent();
        assertEquals(
                Interval.of("2026-11-22T10:30:00Z", "2026-11-22T11:00:00Z"),
                times.after(Instant.parse("2026-11-22T10:00:00Z")));
    }

    @ParameterizedTest
    @CsvSource({
        "10:00:00Z, 14:00:00Z, 2026-11-22T09:00:00Z, 2026-11-22T10:00:00Z, 2026-11-22T14:00:00Z",
        "10:00:00Z, 14:00:00Z, 2026-11-22T10:00:00Z, 2026-11-22T10:00:00Z, 2026-11-22T14:00:00Z",
        "10:00:00Z, 14:00:00Z, 2026-11-22T10:00:01Z, 2026-11-23T10:00:00Z, 2026-11-23T14:00:00Z",
        "22:00:00Z, 06:00:00Z, 2026-11-22T21:00:00Z, 2026-11-22T22:00:00Z, 2026-11-23T06:00:00Z",
        "00:30:00+01:00, 01:00:00+01:00, 2026-11-22T23:00:00Z, 2026-11-22T23:30:00Z, 2026-11-23T00:00:00Z",
        "10:00:00Z, 10:00:00Z, 2026-11-22T10:00:00Z, 2026-11-22T10:00:00Z, 2026-11-23T10:00:00Z",
    })
    void the_first_such_time_not_before_the_anchor_is_meant(
            OffsetTime start, OffsetTime end, Instant anchor, String from, String until) {
        assertEquals(Interval.of(from, until), new Extent.AtTimes(start, end).after(anchor));
    }

    @Test
    void two_prices_are_none() {
        ObjectNode json = DEG.write(CONFIRM);
        at(json, "/message/order/beckn:orderValue").put("price", 1);
        var refused = assertThrows(RefusedException.class, () -> DEG.readRequest(Action.CONFIRM, json));
        assertEquals(ErrorCode.SCH_INVALID_FORMAT, refused.code());
        assertEquals(
                "$.message.order.beckn:orderValue.value",
                refused.error().details().get("path"));
    }

    @ParameterizedTest
    @CsvSource({"10:00:00, 12:00:00Z", "10:00, 12:00", "tomorrow, never", "25:00:00Z, 26:00:00Z"})
    void what_is_no_time_is_refused(String start, String end) {
        ObjectNode json = DEG.write(SELECT);
        at(json, "/message/order/beckn:orderItems/0/beckn:orderItemAttributes/beckn:timeWindow")
                .put("start", start)
                .put("end", end);
        var refused = assertThrows(RefusedException.class, () -> DEG.readRequest(Action.SELECT, json));
        assertEquals(ErrorCode.SCH_INVALID_FORMAT, refused.code());
    }

    @Test
    void power_without_a_unit_is_refused() {
        ObjectNode json = DEG.write(INIT);
        at(json, "/message/order/beckn:orderItems/0/beckn:orderItemAttributes").remove("beckn:computeLoadUnit");
        var refused = assertThrows(RefusedException.class, () -> DEG.readRequest(Action.INIT, json));
        assertEquals(ErrorCode.SCH_REQUIRED_FIELD_MISSING, refused.code());
    }
}
