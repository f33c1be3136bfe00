package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.flexibility.Asked;
import dev.flexgate.flexibility.FlexJson;
import dev.flexgate.flexibility.FlexOrder;
import dev.flexgate.flexibility.FlexOrderId;
import dev.flexgate.flexibility.Flexibility;
import dev.flexgate.flexibility.Need;
import dev.flexgate.flexibility.NeedId;
import dev.flexgate.flexibility.NeedRequest;
import dev.flexgate.flexibility.NeedState;
import dev.flexgate.flexibility.Offer;
import dev.flexgate.flexibility.OfferId;
import dev.flexgate.flexibility.OrderRequest;
import dev.flexgate.flexibility.Ordered;
import dev.flexgate.flexibility.Reason;
import dev.flexgate.flexibility.Stepped;
import dev.flexgate.flexibility.Taken;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A grid operator's requests, offers and orders: {@code /flex}. Each sees its own; the operator of the sites sees all. */
final class FlexPages {

    /** Above every time-ordered id. */
    private static final UUID NEWEST = new UUID(-1, -1);

    private static final String NEEDS = "/api/v1/flex/needs/";

    private final Flexibility flexibility;

    FlexPages(Flexibility flexibility) {
        this.flexibility = flexibility;
    }

    void addTo(Router router, Answers answers) {
        router.post("/flex/needs").handler(answers.onceAndThen(this::ask, this::asked));
        router.get("/flex/needs").handler(answers.to(this::needs));
        router.get("/flex/needs/:needId").handler(answers.to(this::need));
        router.getWithRegex("/flex/offers/(?<offerId>[^/:]+)").handler(answers.to(this::offer));
        router.postWithRegex("/flex/offers/(?<offerId>[^/:]+):order")
                .handler(answers.onceOnPlan(this::foreseeOrder, this::order));
        verb(router, answers, "offers", "offerId", "acknowledge", this::acknowledge);
        verb(router, answers, "offers", "offerId", "decline", this::decline);
        verb(router, answers, "offers", "offerId", "withdraw", this::withdraw);
        router.get("/flex/orders").handler(answers.to(this::orders));
        router.getWithRegex("/flex/orders/(?<orderId>[^/:]+)").handler(answers.to(this::found));
        verb(router, answers, "orders", "orderId", "cancel", this::cancel);
        verb(router, answers, "orders", "orderId", "abort", this::abort);
    }

    private void verb(
            Router router,
            Answers answers,
            String things,
            String id,
            String verb,
            BiFunction<RoutingContext, Tx, Answer> effect) {
        router.postWithRegex("/flex/" + things + "/(?<" + id + ">[^/:]+):" + verb)
                .handler(answers.once(effect));
    }

    private Answer ask(RoutingContext context, Tx tx) {
        NeedRequest request = FlexForm.need(context, Caller.of(context).tenant());
        return switch (flexibility.take(tx, request, List.of())) {
            case Taken.In taken -> accepted(taken.need());
            case Taken.Known(Need need) when need.state() instanceof NeedState.Received -> accepted(need);
            case Taken.Known(Need need) ->
                refusal(need).orElseGet(() -> new Answer.Found(json(need, flexibility.offerFor(need.id()))));
            case Taken.Refused(Asked.Refused refused) -> refused(ProblemCode.FLEX_CONFLICT, refused.reason());
            case Taken.Busy _ ->
                new Answer.Refused(Problem.of(ProblemCode.BUSY, "too many requests wait for their answer"));
        };
    }

    private static Answer accepted(Need need) {
        return new Answer.Accepted(location(need.id()), FlexJson.write(need));
    }

    private static String location(NeedId id) {
        return NEEDS + id;
    }

    /** What a request that was taken in has come to, when it has within the time. */
    private Optional<Answer> asked(String location, Duration patience) {
        return flexibility
                .awaitAnswer(NeedId.parse(location.substring(NEEDS.length())), patience)
                .map(need -> refusal(need)
                        .orElseGet(() ->
                                new Answer.Created(location(need.id()), json(need, flexibility.offerFor(need.id())))));
    }

    private static Optional<Answer> refusal(Need need) {
        return need.state() instanceof NeedState.Rejected(Reason reason)
                ? Optional.of(refused(ProblemCode.FLEX_REFUSED, reason))
                : Optional.empty();
    }

    private static ObjectNode json(Need need, Optional<Offer> offer) {
        ObjectNode json = FlexJson.write(need);
        offer.ifPresent(each -> json.set("offer", FlexJson.write(each)));
        return json;
    }

    private Answer needs(RoutingContext context) {
        List<Need> needs = page(context, before -> flexibility.needs(owner(context), before, limit(context)));
        return list(
                context,
                "needs",
                needs.stream().map(FlexJson::write).toList(),
                needs.stream().map(each -> each.id().toString()).toList());
    }

    private Answer need(RoutingContext context) {
        return flexibility
                .need(NeedId.parse(Page.path(context, "needId")))
                .filter(need -> Caller.of(context).isParty(need.request().requester()))
                .<Answer>map(need -> new Answer.Found(json(need, flexibility.offerFor(need.id()))))
                .orElseGet(() -> Answer.notFound("no request has this id"));
    }

    private Answer offer(RoutingContext context) {
        return visible(context)
                .<Answer>map(seen -> new Answer.Found(FlexJson.write(seen.offer())))
                .orElseGet(FlexPages::noOffer);
    }

    /** An offer with the requester it was made to. */
    private record Seen(Offer offer, String requester) {}

    private Optional<Seen> visible(RoutingContext context) {
        return flexibility
                .offer(OfferId.parse(Page.path(context, "offerId")))
                .flatMap(offer -> flexibility
                        .need(offer.need())
                        .map(need -> need.request().requester())
                        .filter(Caller.of(context)::sees)
                        .map(requester -> new Seen(offer, requester)));
    }

    private static Answer noOffer() {
        return Answer.notFound("no offer has this id");
    }

    private Answer order(RoutingContext context, Tx tx) {
        Optional<Seen> seen = visible(context);
        if (seen.isEmpty()) {
            return noOffer();
        }
        return order(
                tx, FlexForm.order(context, seen.get().requester(), seen.get().offer()));
    }

    private void foreseeOrder(RoutingContext context) {
        visible(context)
                .ifPresent(seen -> flexibility.foresee(FlexForm.order(context, seen.requester(), seen.offer())));
    }

    private Answer order(Tx tx, OrderRequest request) {
        return switch (flexibility.order(tx, request, List.of())) {
            case Ordered.Accepted accepted ->
                new Answer.Created("/api/v1/flex/orders/" + accepted.order().id(), FlexJson.write(accepted.order()));
            case Ordered.Repeated repeated -> new Answer.Found(FlexJson.write(repeated.order()));
            case Ordered.Rejected rejected -> refused(ProblemCode.FLEX_CONFLICT, rejected.reason());
        };
    }

    private Answer acknowledge(RoutingContext context, Tx tx) {
        return visible(context)
                .map(seen -> stepped(
                        flexibility.acknowledge(
                                tx, seen.requester(), seen.offer().id(), List.of()),
                        FlexJson::write))
                .orElseGet(FlexPages::noOffer);
    }

    private Answer decline(RoutingContext context, Tx tx) {
        return visible(context)
                .map(seen -> stepped(
                        flexibility.decline(tx, seen.requester(), seen.offer().id(), List.of()), FlexJson::write))
                .orElseGet(FlexPages::noOffer);
    }

    /** Ours to take back: the operator of the sites alone may. */
    private Answer withdraw(RoutingContext context, Tx tx) {
        if (!Caller.of(context).isOperator()) {
            return noOffer();
        }
        OfferId id = OfferId.parse(Page.path(context, "offerId"));
        return stepped(flexibility.withdraw(tx, id, FlexForm.reason(context), List.of()), FlexJson::write);
    }

    private Answer orders(RoutingContext context) {
        List<FlexOrder> orders = page(context, before -> flexibility.page(owner(context), before, limit(context)));
        return list(
                context,
                "orders",
                orders.stream().map(FlexJson::write).toList(),
                orders.stream().map(each -> each.id().toString()).toList());
    }

    private Answer found(RoutingContext context) {
        return visibleOrder(context)
                .<Answer>map(order -> new Answer.Found(FlexJson.write(order)))
                .orElseGet(FlexPages::noOrder);
    }

    private Optional<FlexOrder> visibleOrder(RoutingContext context) {
        return flexibility
                .find(FlexOrderId.parse(Page.path(context, "orderId")))
                .filter(order -> Caller.of(context).isParty(order.request().requester()));
    }

    private static Answer noOrder() {
        return Answer.notFound("no order of a grid operator has this id");
    }

    private Answer cancel(RoutingContext context, Tx tx) {
        return visibleOrder(context)
                .map(order -> stepped(
                        flexibility.cancel(
                                tx, order.request().requester(), order.id(), FlexForm.reason(context), List.of()),
                        FlexJson::write))
                .orElseGet(FlexPages::noOrder);
    }

    private Answer abort(RoutingContext context, Tx tx) {
        if (!Caller.of(context).isOperator()) {
            return noOrder();
        }
        FlexOrderId id = FlexOrderId.parse(Page.path(context, "orderId"));
        return stepped(flexibility.abort(tx, id, FlexForm.reason(context), List.of()), FlexJson::write);
    }

    private static <T> Answer stepped(Stepped<T> step, Function<T, ObjectNode> form) {
        return switch (step) {
            case Stepped.Taken<T> taken -> new Answer.Found(form.apply(taken.thing()));
            case Stepped.Repeated<T> repeated -> new Answer.Found(form.apply(repeated.thing()));
            case Stepped.Refused<T> refused
            when refused.reason().code() == Reason.Code.UNKNOWN ->
                Answer.notFound(refused.reason().detail());
            case Stepped.Refused<T> refused -> refused(ProblemCode.FLEX_CONFLICT, refused.reason());
        };
    }

    /** Why, where in the body, and what would pass. */
    private static Answer refused(ProblemCode code, Reason reason) {
        Problem problem =
                Problem.of(code, reason.detail()).with("reason", reason.code().name());
        String pointer = pointer(reason.code());
        return new Answer.Refused(
                pointer.isEmpty()
                        ? problem
                        : problem.with(
                                "errors",
                                List.of(Map.of(
                                        "pointer", pointer,
                                        "code", reason.code().name(),
                                        "detail", reason.detail()))));
    }

    private static String pointer(Reason.Code code) {
        return switch (code) {
            case AREA_UNKNOWN -> "/area";
            case WINDOW_INVALID, TOO_LATE -> "/start";
            case POWER_INVALID -> "/powerKw";
            case DIRECTION_NOT_SOLD -> "/direction";
            case PRICE_CAP -> "/maxPricePerKwh";
            case REQUEST_ID_REUSED -> "/requestId";
            case OPTION_INVALID -> "/option";
            case PRICE_MISMATCH -> "/price";
            case NO_PLAN,
                    NO_FLEXIBLE_LOAD,
                    WORK_WOULD_BE_LOST,
                    TOO_MANY_OPEN,
                    UNKNOWN,
                    OFFER_EXPIRED,
                    ILLEGAL_STEP,
                    WITHDRAWN,
                    EMERGENCY,
                    NOT_DELIVERED -> "";
        };
    }

    /** Whose things may be listed: everybody's for the operator of the sites. */
    private static Optional<String> owner(RoutingContext context) {
        Caller caller = Caller.of(context);
        return caller.isOperator() ? Optional.empty() : Optional.of(caller.tenant());
    }

    private static int limit(RoutingContext context) {
        return Page.of(context).limit();
    }

    private static <T> List<T> page(RoutingContext context, Function<UUID, List<T>> read) {
        String after = Page.of(context).after();
        return read.apply(after.isEmpty() ? NEWEST : UUID.fromString(after));
    }

    private static Answer list(RoutingContext context, String name, List<ObjectNode> things, List<String> ids) {
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray(name);
        things.forEach(list::add);
        if (things.size() == limit(context)) {
            body.put("next", ids.getLast());
        }
        return new Answer.Found(body);
    }
}
