package dev.flexgate.beckn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Await;
import dev.flexgate.beckn.CorpusMessages.Tongue;
import dev.flexgate.beckn.CorpusMessages.Valid;
import dev.flexgate.beckn.dialect.DegDialect;
import dev.flexgate.beckn.dialect.Dialects;
import dev.flexgate.beckn.dialect.LtsDialect;
import dev.flexgate.beckn.dialect.v1.V1Dialect;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.purchase.Alteration;
import dev.flexgate.purchase.Ask;
import dev.flexgate.purchase.Load;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Columns;
import dev.flexgate.wire.StrictJson;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * What partners call back: one message of each kind and dialect, as our provider wrote it to our buyer in a real
 * conversation. A member that a codec learns to write is spoilt too.
 */
final class CorpusCallbacks {

    private static final List<String> DIALECTS = List.of(LtsDialect.NAME, DegDialect.NAME, V1Dialect.NAME);

    private static final List<String> ITEMS = List.of("resources", "beckn:items", "items");
    private static final List<String> OFFERS = List.of("offers", "beckn:offers");

    private final BuyerHouse house;
    private final IdentityHashMap<Valid, UUID> questions = new IdentityHashMap<>();
    private final List<Valid> all = new ArrayList<>();
    private final Set<String> kinds = new HashSet<>();

    /** Buys in every dialect, and keeps what is called back. */
    CorpusCallbacks(BuyerHouse house) {
        this.house = house;
        house.gateway.market.letTimePass();
        List<UUID> delivered = DIALECTS.stream().map(this::converse).toList();
        house.gateway.clock.advance(Duration.ofDays(2));
        Await.until(
                "all is delivered",
                () -> house.gateway.count("market_order where state in ('ACCEPTED', 'ACTIVE')") == 0,
                () -> house.gateway.database.rows("select state, window_end from market_order").stream()
                        .map(Row::deepToString)
                        .toList()
                        .toString());
        delivered.forEach(purchase -> ask(new Ask.About(
                purchase,
                new Ask.Rate(BigDecimal.valueOf(4), BigDecimal.ONE, BigDecimal.valueOf(5), "", "as promised", false))));
        house.database
                .rows("select id, action, dialect, state, callback from beckn_purchase_request"
                        + " where callback is not null order by id")
                .forEach(this::collect);
    }

    List<Valid> all() {
        return all;
    }

    /** The question that a message of these answers. */
    UUID question(Valid answer) {
        UUID question = questions.get(answer);
        if (question == null) {
            throw new IllegalArgumentException(answer + " was not heard");
        }
        return question;
    }

    /** From discovery to confirmation and what can be asked then; and one that is given up, and one that is not sold. */
    private UUID converse(String dialect) {
        UUID purchase = quoted(dialect);
        ask(new Ask.About(purchase, new Ask.Init("ML platform")));
        ask(new Ask.About(purchase, new Ask.Confirm(Optional.empty())));
        ask(new Ask.About(purchase, new Ask.Status()));
        ask(new Ask.About(purchase, new Ask.Track()));
        ask(new Ask.About(purchase, new Ask.Support("invoice", "+441223000000", false)));
        ask(new Ask.About(
                purchase, new Ask.Update(new Alteration.OfLoad(new Load.OfPower(Power.ofKilowatts(15))), false)));
        UUID given = quoted(dialect);
        ask(new Ask.About(given, new Ask.Init("ML platform")));
        ask(new Ask.About(given, new Ask.Confirm(Optional.empty())));
        ask(new Ask.About(given, new Ask.Cancel("", "not needed", List.of(), false)));
        ask(new Ask.Select(
                Optional.of(partner(dialect)), Optional.empty(), "slot-x", "offer-x", load(20), Optional.empty()));
        return purchase;
    }

    private UUID quoted(String dialect) {
        JsonNode found = ask(new Ask.Discover(partner(dialect), "", ""));
        UUID purchase = UUID.fromString(found.path("purchaseId").asText());
        // One that begins late enough for everything to be asked of it.
        JsonNode slots = found.at("/answer/slots");
        JsonNode slot = slots.get(slots.size() - 1);
        ask(new Ask.Select(
                Optional.empty(),
                Optional.of(purchase),
                slot.path("slotId").asText(),
                slot.at("/offers/0/offerId").asText(),
                load(20),
                Optional.empty()));
        return purchase;
    }

    private static Ask.Partner partner(String dialect) {
        return new Ask.Partner(TestGateway.ID, dialect);
    }

    private static Load load(int kilowatts) {
        return new Load.OfPower(Power.ofKilowatts(kilowatts));
    }

    private JsonNode ask(Ask ask) {
        JsonNode settled = house.settled(ask);
        boolean sold = !(ask instanceof Ask.Select select && select.slot().equals("slot-x"));
        assertEquals(sold ? "ANSWERED" : "FAILED", settled.path("state").asText(), settled::toString);
        return settled;
    }

    /** The first of each action, state and dialect. */
    private void collect(Row row) {
        String dialect = Columns.text(row, "dialect");
        Action action = Action.labelled(Columns.text(row, "action")).orElseThrow();
        Tongue tongue = Set.of(Tongue.LTS, Tongue.COMPUTE, Tongue.FIRST).stream()
                .filter(each -> each.dialect.equals(dialect))
                .findFirst()
                .orElseThrow();
        String kind = dialect + action + Columns.text(row, "state");
        if (!kinds.add(kind)) {
            return;
        }
        ObjectNode json = (ObjectNode) StrictJson.parse(Columns.bytes(row, "callback"));
        if (action == Action.DISCOVER) {
            firsts(json.path("message"));
        }
        json.withObject("/context")
                .put("timestamp", house.gateway.clock.instant().toString())
                .put("ttl", "PT24H");
        Valid valid = Valid.answer(tongue, action, Dialects.all().named(dialect).callbackWord(action), json);
        all.add(valid);
        questions.put(valid, Columns.uuid(row, "id"));
    }

    /** Of a catalogue the first thing and its offer: what holds of one slot holds of the next. */
    private static void firsts(JsonNode node) {
        ITEMS.stream().map(node::path).filter(list -> list.size() > 1).forEach(list -> {
            String id =
                    list.path(0).path("id").asText(list.path(0).path("beckn:id").asText());
            if (list instanceof ArrayNode array) {
                JsonNode first = array.get(0);
                array.removeAll().add(first);
            }
            OFFERS.forEach(
                    name -> keep(node.path(name), offer -> offer.toString().contains("\"" + id + "\"")));
        });
        node.forEach(CorpusCallbacks::firsts);
    }

    private static void keep(JsonNode list, Predicate<JsonNode> which) {
        if (list instanceof ArrayNode array) {
            List<JsonNode> kept = array.valueStream().filter(which).toList();
            array.removeAll().addAll(kept);
        }
    }
}
