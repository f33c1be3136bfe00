package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.purchase.Ask;
import dev.flexgate.purchase.Asked;
import dev.flexgate.purchase.PurchaseDesk;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * What is bought of partners on the network: {@code /purchases}. A question is answered with 202 and where to read what
 * comes of it; each tenant sees its own purchases, the operator all.
 */
final class PurchasePages {

    /** Above every time-ordered id. */
    private static final UUID NEWEST = new UUID(-1, -1);

    private static final String REQUESTS = "/api/v1/purchases/requests/";

    private final PurchaseDesk desk;

    PurchasePages(PurchaseDesk desk) {
        this.desk = desk;
    }

    void addTo(Router router, Answers answers) {
        router.post("/purchases/discoveries")
                .handler(answers.once((context, tx) -> ask(context, tx, PurchaseForm.discover(context))));
        router.post("/purchases")
                .handler(answers.once((context, tx) -> ask(context, tx, PurchaseForm.select(context))));
        verb(router, answers, "init", PurchaseForm::init);
        verb(router, answers, "confirm", PurchaseForm::confirm);
        verb(router, answers, "status", context -> PurchaseForm.plain(context, new Ask.Status()));
        verb(router, answers, "track", context -> PurchaseForm.plain(context, new Ask.Track()));
        verb(router, answers, "update", PurchaseForm::update);
        verb(router, answers, "cancel", PurchaseForm::cancel);
        verb(router, answers, "rate", PurchaseForm::rate);
        verb(router, answers, "support", PurchaseForm::support);
        router.get("/purchases").handler(answers.to(this::page));
        router.get("/purchases/requests/:requestId").handler(answers.to(this::request));
        router.get("/purchases/:purchaseId").handler(answers.to(this::purchase));
    }

    private void verb(Router router, Answers answers, String verb, Function<RoutingContext, Ask.Step> form) {
        router.postWithRegex("/purchases/(?<purchaseId>[^/:]+):" + verb).handler(answers.once((context, tx) -> {
            UUID id = UUID.fromString(Page.path(context, "purchaseId"));
            return ask(context, tx, new Ask.About(id, form.apply(context)));
        }));
    }

    private Answer ask(RoutingContext context, Tx tx, Ask ask) {
        return switch (desk.ask(tx, Caller.of(context).tenant(), ask)) {
            case Asked.Sent(ObjectNode request) ->
                new Answer.Done(
                        202,
                        request,
                        Map.of("Location", REQUESTS + request.path("requestId").asText()));
            case Asked.Unknown _ -> unknown();
            case Asked.NoPartner(String detail) -> Answer.notFound(detail);
            case Asked.Refused(String code, String detail) ->
                new Answer.Refused(
                        Problem.of(ProblemCode.PURCHASE_CONFLICT, detail).with("reason", code));
        };
    }

    private static Answer unknown() {
        return Answer.notFound("no purchase of yours has this id");
    }

    private Answer request(RoutingContext context) {
        return desk.request(owner(context), UUID.fromString(Page.path(context, "requestId")))
                .<Answer>map(Answer.Found::new)
                .orElseGet(() -> Answer.notFound("no request of yours has this id"));
    }

    private Answer purchase(RoutingContext context) {
        return desk.purchase(owner(context), UUID.fromString(Page.path(context, "purchaseId")))
                .<Answer>map(Answer.Found::new)
                .orElseGet(PurchasePages::unknown);
    }

    private Answer page(RoutingContext context) {
        Page page = Page.of(context);
        UUID before = page.after().isEmpty() ? NEWEST : UUID.fromString(page.after());
        List<ObjectNode> purchases = desk.page(owner(context), before, page.limit());
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("purchases");
        purchases.forEach(list::add);
        if (purchases.size() == page.limit()) {
            body.put("next", purchases.getLast().path("purchaseId").asText());
        }
        return new Answer.Found(body);
    }

    private static Optional<String> owner(RoutingContext context) {
        Caller caller = Caller.of(context);
        return caller.isOperator() ? Optional.empty() : Optional.of(caller.tenant());
    }
}
