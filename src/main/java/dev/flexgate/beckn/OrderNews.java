package dev.flexgate.beckn;

import dev.flexgate.audit.RecordId;
import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.dialect.Dialects;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.BecknMessage.OnStatus;
import dev.flexgate.beckn.message.BecknMessage.OnUpdate;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Contract;
import dev.flexgate.beckn.message.Notice;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.market.Alert;
import dev.flexgate.market.Order;
import dev.flexgate.market.OrderWatcher;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.outbox.RetryClass;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells buyers unasked when the delivery of what they bought begins, is complete or is settled, and when the forecast
 * that it was sold on changes: promised in the transaction in which it happens, to their registered address.
 */
final class OrderNews implements OrderWatcher {

    private static final Logger LOG = LoggerFactory.getLogger(OrderNews.class);

    private final BecknNode self;
    private final Dialects dialects;
    private final Paperwork papers;
    private final KeptOrders kept;
    private final Outbox outbox;
    private final Duration callbackLife;
    private final Ids ids;
    private final InstantSource clock;

    OrderNews(
            BecknNode self,
            Dialects dialects,
            Paperwork papers,
            KeptOrders kept,
            Outbox outbox,
            Duration callbackLife,
            Ids ids,
            InstantSource clock) {
        this.self = self;
        this.dialects = dialects;
        this.papers = papers;
        this.kept = kept;
        this.outbox = outbox;
        this.callbackLife = callbackLife;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public void changed(Tx tx, Optional<Order> before, Order order, RecordId record) {
        boolean news = switch (order) {
            case Order.Active _ ->
                before.filter(Order.Accepted.class::isInstance).isPresent();
            case Order.DeliveryComplete _, Order.Settled _ -> true;
            case Order.Quoted _, Order.Initiated _, Order.Accepted _, Order.Cancelled _, Order.Expired _ -> false;
        };
        if (news) {
            tell(tx, order, record, OnStatus::new);
        }
    }

    @Override
    public void alerted(Tx tx, Order order, Alert alert, RecordId record) {
        var notice = new Notice.Alert(
                alert.eventId(),
                alert.at(),
                switch (alert.cause()) {
                    case CARBON -> "carbon_intensity_spike";
                    case PRICE -> "price_spike";
                },
                severity(alert),
                message(alert),
                Optional.of(shift(alert.carbon())),
                Optional.of(shift(alert.price())));
        tell(tx, order, record, (context, contract) -> new OnUpdate(context, contract, notice, false));
    }

    @Override
    public void stopped(Tx tx, Order order, Alert alert, RecordId record) {
        var notice = new Notice.Alert(
                alert.eventId(),
                alert.at(),
                "auto_shutdown",
                "high",
                message(alert) + ": beyond your shutdown threshold, so what was still to come is given up",
                Optional.of(shift(alert.carbon())),
                Optional.of(shift(alert.price())));
        tell(tx, order, record, (context, contract) -> new OnUpdate(context, contract, notice, false));
    }

    private static <T> Notice.Shift<T> shift(Alert.Told<T> told) {
        return new Notice.Shift<>(told.sold(), told.now());
    }

    private static String message(Alert alert) {
        return switch (alert.cause()) {
            case CARBON ->
                "Carbon intensity is forecast at " + alert.carbon().now() + ", sold at "
                        + alert.carbon().sold();
            case PRICE ->
                "The same would be sold at " + alert.price().now() + " now, sold at "
                        + alert.price().sold() + "; what is paid stays as sold";
        };
    }

    /** Twice what was sold is high. */
    private static String severity(Alert alert) {
        boolean twice = switch (alert.cause()) {
            case CARBON ->
                alert.carbon().now().milligramsPerKwh()
                        >= 2 * alert.carbon().sold().milligramsPerKwh();
            case PRICE ->
                alert.price()
                                .now()
                                .perKilowattHour()
                                .compareTo(
                                        alert.price().sold().perKilowattHour().multiply(BigDecimal.TWO))
                        >= 0;
        };
        return twice ? "high" : "medium";
    }

    private void tell(
            Tx tx, Order order, RecordId record, BiFunction<Context, Contract, BecknMessage.Callback> message) {
        kept.find(tx, order.id()).ifPresent(bought -> promise(tx, order, bought, record, message));
    }

    private void promise(
            Tx tx,
            Order order,
            KeptOrder bought,
            RecordId record,
            BiFunction<Context, Contract, BecknMessage.Callback> message) {
        Instant now = clock.instant();
        String messageId = ids.next().toString();
        Context context = bought.request()
                .context()
                .answeredBy(self.endpoint(), now, callbackLife)
                .unsolicited(messageId);
        Proposal proposal = Paperwork.proposal(bought.request()).orElseThrow();
        BecknMessage.Callback callback =
                message.apply(context, papers.contract(tx, order, proposal, bought.subscriber()));
        Dialect dialect = dialects.named(bought.dialect());
        byte[] body;
        try {
            body = Json.bytes(dialect.write(callback));
        } catch (IllegalArgumentException notCarried) {
            LOG.info("not told, the dialect has no words for it: order={} dialect={}", order.id(), dialect.name());
            return;
        }
        outbox.promise(
                tx,
                new OutgoingMessage(
                        ids.next(),
                        BecknCourier.NAME,
                        bought.subscriber(),
                        RetryClass.CONTROL,
                        body,
                        "application/json",
                        new Routing(bought.subscriber(), dialect.word(callback), messageId, "", List.of(record))
                                .write(),
                        now.plus(callbackLife)));
    }
}
