package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.identity.access.Scope;
import dev.flexgate.quantity.SettlementPeriod;
import dev.flexgate.settlement.ContractId;
import dev.flexgate.settlement.LineAct;
import dev.flexgate.settlement.Settlement;
import dev.flexgate.settlement.SettlementCase;
import dev.flexgate.settlement.SettlementCase.Run;
import dev.flexgate.settlement.SettlementCase.SettledPeriod;
import dev.flexgate.settlement.SettlementContract;
import dev.flexgate.settlement.SettlementLine;
import dev.flexgate.settlement.SystemPrices;
import dev.flexgate.settlement.rule.ContractLine;
import dev.flexgate.settlement.rule.Flow;
import dev.flexgate.settlement.rule.Measured;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.wire.ProblemException;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/** What was delivered and what it is worth: {@code /flex/settlements}. A tenant sees its own. */
final class SettlementPages {

    /** Greater than any id in use. */
    private static final UUID LAST = new UUID(-1, -1);

    private final Settlement settlement;
    private final SystemPrices prices;

    SettlementPages(Settlement settlement, SystemPrices prices) {
        this.settlement = settlement;
        this.prices = prices;
    }

    void addTo(Router router, Answers answers) {
        router.get("/flex/settlements").handler(answers.to(this::page));
        router.get("/flex/settlements/:orderId").handler(answers.to(this::one));
        verb(router, answers, "agree", this::agree);
        verb(router, answers, "dispute", this::dispute);
        verb(router, answers, "withdraw", this::withdraw);
        verb(router, answers, "invoice", this::invoice);
        verb(router, answers, "pay", this::pay);
        new PriceImport(prices).addTo(router, answers);
    }

    private static void verb(
            Router router, Answers answers, String verb, BiFunction<RoutingContext, Tx, Answer> effect) {
        router.postWithRegex("/flex/settlements/(?<orderId>[^/:]+):" + verb).handler(answers.once(effect));
    }

    private Answer agree(RoutingContext context, Tx tx) {
        return move(context, tx, LineAct.AGREE, "");
    }

    private Answer dispute(RoutingContext context, Tx tx) {
        return move(context, tx, LineAct.DISPUTE, FlexForm.reason(context));
    }

    /** Takes a dispute back. */
    private Answer withdraw(RoutingContext context, Tx tx) {
        return move(context, tx, LineAct.WITHDRAW, FlexForm.reason(context));
    }

    /** Asked for; after a dispute this is the ruling. Ours to do, with the reason if there is one. */
    private Answer invoice(RoutingContext context, Tx tx) {
        Caller.of(context).require(Scope.OPERATOR);
        return move(context, tx, LineAct.INVOICE, note(context));
    }

    /** A payment has come, or has gone out: for the record, no money moves here. */
    private Answer pay(RoutingContext context, Tx tx) {
        Caller.of(context).require(Scope.OPERATOR);
        return move(context, tx, LineAct.PAY, note(context));
    }

    private static String note(RoutingContext context) {
        Buffer body = context.body().buffer();
        if (body == null || body.length() == 0) {
            return "";
        }
        JsonForm form = JsonForm.of(context);
        Optional<String> note = form.maybe("reference", "\"BACS 2026-11-30\"", FlexForm::words);
        form.complain();
        return note.orElse("");
    }

    private Answer move(RoutingContext context, Tx tx, LineAct act, String reason) {
        Caller caller = Caller.of(context);
        ContractId id = ContractId.parse(Page.path(context, "orderId"));
        Optional<SettlementCase> found = settlement.of(id).filter(each -> sees(caller, each));
        if (found.isEmpty()) {
            return Answer.notFound("no settlement of this order");
        }
        if (found.get().lastRun().isEmpty()) {
            throw conflict("it is " + found.get().state() + " and was not calculated yet");
        }
        try {
            var _ = settlement.move(tx, id, act, new Settlement.Word(caller.keyId(), reason), List.of());
        } catch (IllegalStateException illegal) {
            throw conflict(String.valueOf(illegal.getMessage()));
        }
        return new Answer.Found(whole(settlement.of(id).orElseThrow()));
    }

    private static ProblemException conflict(String why) {
        return new ProblemException(Problem.of(ProblemCode.SETTLEMENT_CONFLICT, why));
    }

    private Answer page(RoutingContext context) {
        Page page = Page.of(context);
        Caller caller = Caller.of(context);
        UUID before = page.after().isEmpty() ? LAST : UUID.fromString(page.after());
        List<SettlementCase> found = settlement.page(before, page.limit());
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("settlements");
        found.stream().filter(each -> sees(caller, each)).forEach(each -> list.add(summary(each)));
        if (found.size() == page.limit()) {
            body.put("next", found.getLast().contract().id().toString());
        }
        return new Answer.Found(body);
    }

    private Answer one(RoutingContext context) {
        Caller caller = Caller.of(context);
        Optional<SettlementCase> found = settlement.of(ContractId.parse(Page.path(context, "orderId")));
        return found.filter(each -> sees(caller, each))
                .<Answer>map(each -> new Answer.Found(whole(each)))
                .orElseGet(() -> Answer.notFound("no settlement of this order"));
    }

    private static boolean sees(Caller caller, SettlementCase each) {
        return caller.isParty(each.contract().counterparty());
    }

    private static ObjectNode summary(SettlementCase each) {
        SettlementContract contract = each.contract();
        ObjectNode json = Json.object()
                .put("orderId", contract.id().toString())
                .put("state", each.state().name())
                .put("counterparty", contract.counterparty())
                .put("seller", contract.seller())
                .put("direction", contract.direction().name())
                .put("start", contract.window().start().toString())
                .put("end", contract.window().end().toString())
                .put("baselineMethod", contract.baseline().code())
                .put("formula", contract.formula().id())
                .put("currency", contract.currency().getCurrencyCode())
                .put("openedAt", each.openedAt().toString());
        ArrayNode assets = json.putArray("assets");
        contract.assets().forEach(asset -> assets.add(asset.value()));
        each.lastRun().ifPresent(run -> json.set("lastRun", json(run)));
        return json;
    }

    private static ObjectNode whole(SettlementCase each) {
        ObjectNode json = summary(each);
        ArrayNode runs = json.putArray("runs");
        each.runs().forEach(run -> runs.add(json(run)));
        ArrayNode periods = json.putArray("periods");
        each.periods().forEach(period -> periods.add(json(each.contract(), period)));
        json.put(
                "evidence",
                "/api/v1/audit/bundles/settlement/" + each.contract().id());
        return json;
    }

    private static ObjectNode json(Run run) {
        return Json.object()
                .put("run", run.number())
                .put("at", run.at().toString())
                .put("reason", run.reason())
                .put("net", run.net().amount().toPlainString())
                .put("due", run.due().amount().toPlainString())
                .put("unmeasuredHalfHours", run.unmeasured());
    }

    private static ObjectNode json(SettlementContract contract, SettledPeriod period) {
        ContractLine line = period.line();
        SettlementPeriod number = SettlementPeriod.containing(line.start());
        SettlementLine.Amounts amounts = period.money().amounts();
        ObjectNode json = Json.object()
                .put("start", line.start().toString())
                .put("end", line.interval().end().toString())
                .put("settlementDate", number.date().toString())
                .put("settlementPeriod", number.number())
                .put("orderedKw", line.ordered().kilowatts().toPlainString())
                .put("pricePerKwh", line.price().perKilowattHour().toPlainString())
                .put("penaltyPerKwh", line.penalty().perKilowattHour().toPlainString())
                .put("volumeState", period.volume().state())
                .put("baselineStatus", period.volume().finding().baselineStatus())
                .put("quality", period.volume().finding().quality().name())
                .put("lineState", period.money().state())
                .put("lineVersion", period.money().version())
                .put("net", amounts.net().amount().toPlainString())
                .put("due", amounts.due().amount().toPlainString())
                .put("volumeRecordId", period.volume().finding().record().toString())
                .put("lineRecordId", amounts.record().toString());
        volumes(contract, period, json);
        ArrayNode flows = json.putArray("flows");
        amounts.flows().forEach(flow -> flows.add(json(flow)));
        return json;
    }

    private static void volumes(SettlementContract contract, SettledPeriod period, ObjectNode json) {
        switch (period.volume().finding().measured()) {
            case Measured.Known known -> {
                json.put("baselineMwh", known.baseline().megawattHours().toPlainString());
                json.put("meteredMwh", known.metered().megawattHours().toPlainString());
                json.put("deliveredMwh", known.delivered().megawattHours().toPlainString());
                known.clampedPerMeter(contract.direction())
                        .ifPresent(clamped -> json.put(
                                "clampedPerMeterMwh", clamped.megawattHours().toPlainString()));
            }
            case Measured.Unknown(List<String> missing) -> {
                ArrayNode list = json.putArray("missing");
                missing.forEach(list::add);
            }
        }
    }

    private static ObjectNode json(Flow flow) {
        return Json.object()
                .put("purpose", flow.purpose().name())
                .put("from", flow.purpose().from().name())
                .put("to", flow.purpose().to().name())
                .put("amount", flow.amount().amount().toPlainString());
    }
}
