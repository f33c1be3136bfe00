package dev.flexgate.beckn;

import dev.flexgate.audit.RecordId;
import dev.flexgate.beckn.activation.FlexDesk;
import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.dialect.Dialects;
import dev.flexgate.beckn.message.BecknMessage.OnFlexStatus;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.flexibility.FlexOrder;
import dev.flexgate.flexibility.FlexOrderId;
import dev.flexgate.flexibility.FlexOrderState;
import dev.flexgate.flexibility.FlexWatcher;
import dev.flexgate.flexibility.SiteFailure;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.outbox.RetryClass;
import dev.flexgate.settlement.LineAct;
import dev.flexgate.settlement.SettlementCase;
import dev.flexgate.settlement.SettlementWatcher;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Tells grid operators unasked when what they activated has been delivered, was called off or given up, or is settled: promised
 * in the transaction in which it happens, to their registered address.
 */
final class FlexNews implements FlexWatcher, SettlementWatcher {

    private final BecknNode self;
    private final Dialects dialects;
    private final FlexDesk desk;
    private final Outbox outbox;
    private final Duration callbackLife;
    private final Ids ids;
    private final InstantSource clock;

    FlexNews(
            BecknNode self,
            Dialects dialects,
            FlexDesk desk,
            Outbox outbox,
            Duration callbackLife,
            Ids ids,
            InstantSource clock) {
        this.self = self;
        this.dialects = dialects;
        this.desk = desk;
        this.outbox = outbox;
        this.callbackLife = callbackLife;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public void changed(Tx tx, FlexOrder order, RecordId record) {
        desk.changed(tx, order).ifPresent(news -> promise(tx, news, List.of(record)));
    }

    /** What fails as a whole is told as a change of the order. */
    @Override
    public void siteFailed(Tx tx, FlexOrder order, SiteFailure failure, RecordId record) {
        if (!(order.state() instanceof FlexOrderState.Failed)) {
            changed(tx, order, record);
        }
    }

    @Override
    public void settled(Tx tx, SettlementCase settled, List<RecordId> records) {
        FlexOrderId order = new FlexOrderId(settled.contract().id().value());
        desk.settled(tx, order, settled).ifPresent(news -> promise(tx, news, records));
    }

    /** That it is agreed changes what the operator was told of the money; the rest is between the books. */
    @Override
    public void moved(Tx tx, SettlementCase settled, LineAct act, List<RecordId> records) {
        if (act == LineAct.AGREE) {
            settled(tx, settled, records);
        }
    }

    private void promise(Tx tx, FlexDesk.News news, List<RecordId> causes) {
        Instant now = clock.instant();
        String messageId = ids.next().toString();
        Context context =
                news.context().answeredBy(self.endpoint(), now, callbackLife).unsolicited(messageId);
        Dialect dialect = dialects.named(news.dialect());
        var status = new OnFlexStatus(context, news.contract());
        outbox.promise(
                tx,
                new OutgoingMessage(
                        ids.next(),
                        BecknCourier.NAME,
                        news.subscriber(),
                        RetryClass.CONTROL,
                        Json.bytes(dialect.write(status)),
                        "application/json",
                        new Routing(news.subscriber(), dialect.word(status), messageId, "", causes).write(),
                        now.plus(callbackLife)));
    }
}
