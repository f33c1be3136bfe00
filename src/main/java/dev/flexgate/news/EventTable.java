package dev.flexgate.news;

import dev.flexgate.audit.RecordType;
import dev.flexgate.news.Telling.Silent;
import dev.flexgate.news.Telling.Told;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which records are told to those outside, and under which name. Every type of record stands here, told or silent;
 * {@code docs/reference/webhooks.md} shows the same table.
 */
public final class EventTable {

    private static final Map<RecordType, Telling> TABLE = new EnumMap<>(RecordType.class);

    static {
        silent(RecordType.FORECAST_USED, "each plan says which forecasts it used");
        silent(RecordType.MODEL_TRAINED, "each forecast names the model it was made with");
        silent(RecordType.ORDER_RECEIVED, "what came of it is told by the order's own event");
        told(RecordType.CONFIG_CHANGED, "config", Topic.SYSTEM, Audience.OPERATOR, Map.of(), "changed");
        told(RecordType.KEY_EVENT, "key", Topic.SYSTEM, Audience.PARTIES, Map.of("ROTATED", "rotated"), "changed");
        told(
                RecordType.JOB_DECIDED,
                "job",
                Topic.JOB,
                Audience.PARTIES,
                Map.of("ACCEPTED", "accepted", "CANCELLED", "cancelled", "COMPLETED", "completed", "HELD", "held"),
                "changed");
        told(
                RecordType.JOB_MIGRATION,
                "migration",
                Topic.JOB,
                Audience.PARTIES,
                verbs("ORDERED REVISED WITHDRAWN REFUSED DONE", Map.of()),
                "answered");
        told(RecordType.PLAN_AGREED, "plan", Topic.PLAN, Audience.OPERATOR, Map.of(), "agreed");
        told(
                RecordType.PLAN_PROPOSED,
                "proposal",
                Topic.PLAN,
                Audience.OPERATOR,
                verbs("WITHDRAWN WAITING", Map.of()),
                "made");
        told(
                RecordType.BUDGET_WARNED,
                "budget",
                Topic.BUDGET,
                Audience.PARTIES,
                verbs("WARNED CRITICAL EXHAUSTED", Map.of()),
                "warned");
        told(
                RecordType.SLOT_PUBLISHED,
                "slot",
                Topic.CATALOGUE,
                Audience.EVERYBODY,
                Map.of("PUBLISHED", "published", "WITHDRAWN", "withdrawn", "EXPIRED", "expired"),
                "changed");
        told(
                RecordType.ORDER_DECIDED,
                "order",
                Topic.ORDER,
                Audience.PARTIES,
                Map.of(
                        "QUOTED",
                        "quoted",
                        "INITIATED",
                        "initiated",
                        "ACCEPTED",
                        "accepted",
                        "ACTIVE",
                        "confirmed",
                        "DELIVERY_COMPLETE",
                        "delivered",
                        "EXPIRED",
                        "expired",
                        "CANCELLED",
                        "cancelled",
                        "REFUSED",
                        "refused",
                        "COUNTER_OFFER",
                        "countered"),
                "changed");
        told(
                RecordType.CATALOG_PUBLISHED,
                "publication",
                Topic.BECKN,
                Audience.OPERATOR,
                verbs("PUBLISHED ANSWERED", Map.of()),
                "changed");
        told(
                RecordType.CATALOG_SHARED,
                "catalogue",
                Topic.BECKN,
                Audience.OPERATOR,
                verbs("SUBSCRIBED RENEWED ENDED SUSPENDED LAPSED PULLED", Map.of()),
                "shared");
        told(RecordType.PURCHASE_ASKED, "purchase", Topic.BECKN, Audience.OPERATOR, Map.of(), "asked");
        told(
                RecordType.PURCHASE_ANSWERED,
                "purchase",
                Topic.BECKN,
                Audience.OPERATOR,
                verbs("ANSWERED FAILED REFUSED TOLD", Map.of()),
                "failed");
        told(RecordType.MESSAGE_REFUSED, "message", Topic.BECKN, Audience.OPERATOR, Map.of(), "refused");
        streamed(
                RecordType.CALLBACK_OUTCOME,
                "callback",
                Topic.WEBHOOK,
                Audience.PARTIES,
                Map.of("DELIVERED", "delivered"),
                "abandoned");
        told(
                RecordType.SUBSCRIPTION_CHANGED,
                "subscription",
                Topic.WEBHOOK,
                Audience.PARTIES,
                Map.of(
                        "CREATED",
                        "created",
                        "ROTATED",
                        "rotated",
                        "DISABLED",
                        "disabled",
                        "ENABLED",
                        "enabled",
                        "DELETED",
                        "deleted"),
                "changed");
        streamed(RecordType.DELIVERY_INTERVENED, "delivery", Topic.WEBHOOK, Audience.OPERATOR, Map.of(), "intervened");
        told(RecordType.NEED_RECEIVED, "need", Topic.FLEX, Audience.PARTIES, Map.of(), "received");
        told(
                RecordType.NEED_DECIDED,
                "need",
                Topic.FLEX,
                Audience.PARTIES,
                verbs(
                        "VALIDATED REJECTED OFFERED DECLINED EXPIRED FILLED UNFILLED",
                        Map.of("PARTIALLY_FILLED", "partially-filled")),
                "changed");
        told(RecordType.OFFER_SUBMITTED, "offer", Topic.FLEX, Audience.PARTIES, Map.of(), "submitted");
        told(
                RecordType.OFFER_DECIDED,
                "offer",
                Topic.FLEX,
                Audience.PARTIES,
                verbs(
                        "REJECTED ORDERED REVOKED EXPIRED",
                        Map.of("ACKED", "acknowledged", "NOT_SELECTED", "passed-over")),
                "changed");
        told(RecordType.FLEX_STEP_REFUSED, "flex-order", Topic.FLEX, Audience.PARTIES, Map.of(), "refused");
        told(RecordType.READING_ACCEPTED, "reading", Topic.READING, Audience.PARTIES, Map.of(), "accepted");
        settlement(RecordType.EVENT_DAY_DECLARED, "event-day", "declared");
        settlement(RecordType.SETTLEMENT_OPENED, "settlement", "opened");
        settlement(RecordType.BASELINE_FROZEN, "baseline", "frozen");
        settlement(RecordType.DELIVERED_VOLUME, "volume", "delivered");
        settlement(RecordType.SETTLEMENT_LINE, "settlement", "settled");
        dispatch(RecordType.DISPATCH_PLANNED, "planned");
        dispatch(RecordType.DISPATCH_ISSUED, "issued");
        dispatch(RecordType.DISPATCH_ACKED, "acknowledged");
        dispatch(RecordType.DISPATCH_UNANSWERED, "unanswered");
        dispatch(RecordType.DISPATCH_STARTED, "started");
        told(
                RecordType.DISPATCH_ENDED,
                "dispatch",
                Topic.DISPATCH,
                Audience.PARTIES,
                Map.of(
                        "COMPLETED",
                        "completed",
                        "FAILED",
                        "failed",
                        "OVERRIDDEN",
                        "overridden",
                        "CANCELLED",
                        "cancelled",
                        "ABORTED",
                        "aborted"),
                "ended");
        dispatch(RecordType.DISPATCH_STEP_REFUSED, "refused");
    }

    /** An order of a grid operator shares its type of record with those of buyers, and has more states. */
    private static final String FLEX_ORDER = "flex-order";

    private static final Told FLEX_ORDER_DECIDED = new Told(
            FLEX_ORDER,
            Topic.FLEX,
            Audience.PARTIES,
            verbs(
                    "ACCEPTED REJECTED SCHEDULED FAILED CANCELLED ABORTED MEASURED DISPUTED SETTLED RESTATED",
                    Map.of(
                            "ACTIVE",
                            "started",
                            "DELIVERY_COMPLETE",
                            "delivered",
                            "SETTLEMENT_PROPOSED",
                            "settlement-proposed",
                            "SITE_FAILED",
                            "site-failed")),
            "changed",
            true);

    private EventTable() {}

    /** Every kind of event that a webhook may be sent, by name. */
    public static List<EventType> types() {
        return Stream.concat(TABLE.values().stream(), Stream.of(FLEX_ORDER_DECIDED))
                .filter(telling -> telling instanceof Told told && told.sent())
                .flatMap(telling -> ((Told) telling).types())
                .distinct()
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .toList();
    }

    /** How a record is told, by its type and what it is about. */
    static Optional<Telling> of(RecordType type, String entityType) {
        return type == RecordType.ORDER_DECIDED && entityType.equals(FLEX_ORDER)
                ? Optional.of(FLEX_ORDER_DECIDED)
                : of(type);
    }

    static Optional<Telling> of(RecordType type) {
        return Optional.ofNullable(TABLE.get(type));
    }

    private static void silent(RecordType type, String why) {
        TABLE.put(type, new Silent(why));
    }

    private static void told(
            RecordType type, String noun, Topic topic, Audience audience, Map<String, String> verbs, String otherwise) {
        TABLE.put(type, new Told(noun, topic, audience, verbs, otherwise, true));
    }

    private static void streamed(
            RecordType type, String noun, Topic topic, Audience audience, Map<String, String> verbs, String otherwise) {
        TABLE.put(type, new Told(noun, topic, audience, verbs, otherwise, false));
    }

    /** Outcomes that are verbs already, and others with theirs. */
    private static Map<String, String> verbs(String outcomes, Map<String, String> others) {
        var verbs = new HashMap<>(others);
        Stream.of(outcomes.split(" ")).forEach(each -> verbs.put(each, each.toLowerCase(Locale.ROOT)));
        return verbs;
    }

    private static void settlement(RecordType type, String noun, String verb) {
        told(type, noun, Topic.SETTLEMENT, Audience.PARTIES, Map.of(), verb);
    }

    private static void dispatch(RecordType type, String verb) {
        told(type, "dispatch", Topic.DISPATCH, Audience.PARTIES, Map.of(), verb);
    }
}
