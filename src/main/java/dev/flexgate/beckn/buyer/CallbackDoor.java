package dev.flexgate.beckn.buyer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.Accents;
import dev.flexgate.beckn.BecknNode;
import dev.flexgate.beckn.PeerDoor;
import dev.flexgate.beckn.RefusalLog;
import dev.flexgate.beckn.dialect.Dialects;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.wire.JsonLimits;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where partners call back: {@code POST /on_{action}}. */
final class CallbackDoor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CallbackDoor.class);

    private final CallbackJudge judge;
    private final CallbackKeeper keeper;
    private final Dialects dialects;
    private final JsonLimits json;
    private final MeterRegistry meters;
    private final PeerDoor door;

    CallbackDoor(
            BecknNode self,
            CallbackJudge judge,
            CallbackKeeper keeper,
            RefusalLog refusals,
            Dialects dialects,
            BuyerLimits limits,
            InstantSource clock,
            MeterRegistry meters) {
        this.judge = judge;
        this.keeper = keeper;
        this.dialects = dialects;
        this.json = JsonLimits.DEFAULT.withBytes(limits.callbackBytes());
        this.meters = meters;
        var rules = new PeerDoor.Rules(
                "buyer", limits.callbackBytes(), limits.inWork(), limits.rates(), limits.signatures());
        var accents = new Accents(dialects::answering, dialects.newest());
        this.door = new PeerDoor(self, rules, accents, this::keep, refusals, clock, meters);
    }

    private void keep(PeerDoor.Visit visit) {
        SignatureHeader signed = visit.signature();
        Participant sender = judge.sender(signed);
        visit.count(sender);
        JsonNode message = visit.read(json, judge::dialect);
        var came = new CallbackJudge.Callback(visit.body(), message, visit.dialect(), signed, visit.authorization());
        keep(visit.word(), came, sender);
        meters.counter("flexgate.beckn.heard", "word", known(visit.word())).increment();
    }

    /** What the schema lets through may still be no quantity: more than anybody has, or a duration that is none. */
    private void keep(String word, CallbackJudge.Callback came, Participant sender) {
        try {
            keeper.keep(judge.judge(word, came, sender));
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException | JsonRefusedException unreadable) {
            LOG.info(
                    "a callback says what cannot be kept: word={} why={}",
                    word,
                    unreadable.getClass().getSimpleName());
            throw RefusedException.of(
                            ErrorCode.SCH_INVALID_FORMAT,
                            "a number, time or unit in the message is none that can be kept")
                    .at("$.message")
                    .fix("send quantities that there are, in the units of the domain");
        }
    }

    /** Only words that exist become names of a series. */
    private String known(String word) {
        return dialects.isCallback(word) ? word : "other";
    }

    Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        door.addTo(router, "/:word", routing -> Objects.requireNonNull(routing.pathParam("word")));
        return router;
    }

    boolean refuseUnread(RoutingContext routing, String word, Problem why) {
        return door.refuseUnread(routing, word, why);
    }

    @Override
    public void close() {
        door.close();
    }
}
