package dev.flexgate.beckn.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.Samples;
import dev.flexgate.beckn.dialect.v1.V1Dialect;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.BecknMessage.OnDiscover;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Item;
import dev.flexgate.beckn.message.Offer;
import dev.flexgate.beckn.message.Window;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a peer does not say of price, carbon, power or time is not known: it is never read as zero or as now. */
class UnsaidTest {

    private static final Dialects DIALECTS = Dialects.all();

    private static OnDiscover silent() {
        Item item = Samples.item();
        Window window = item.window();
        var unsaid = new Window(
                window.site(),
                window.interval(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                window.provenance());
        Offer offer = Samples.offer();
        return new OnDiscover(
                Samples.context(),
                List.of(new Catalog(
                        "catalog-1",
                        "Grid flexibility windows",
                        offer.seller(),
                        List.of(new Item(item.id(), item.name(), item.description(), unsaid)),
                        List.of(new Offer(
                                offer.id(),
                                offer.name(),
                                offer.description(),
                                offer.seller(),
                                offer.resourceIds(),
                                Optional.empty(),
                                Optional.empty(),
                                List.of())))));
    }

    @ParameterizedTest
    @ValueSource(strings = {LtsDialect.NAME, DegDialect.NAME, V1Dialect.NAME})
    void what_is_unsaid_stays_unsaid(String name) {
        Dialect dialect = DIALECTS.named(name);
        JsonNode written = StrictJson.parse(Json.bytes(dialect.write(silent())));
        assertFalse(written.toString().contains("XXX"), written::toString);
        OnDiscover read = assertInstanceOf(OnDiscover.class, dialect.readCallback(Action.DISCOVER, written));
        assertEquals(silent().catalogs(), read.catalogs());
        List<?> faults = switch (name) {
            case LtsDialect.NAME ->
                OfficialLts.both().stream()
                        .flatMap(official -> official.errors("on_discover", written).stream())
                        .toList();
            case DegDialect.NAME -> OfficialRc1.read().errors("on_discover", written);
            default -> OfficialV1.read().errors("on_search", written);
        };
        assertEquals(List.of(), faults);
    }

    @ParameterizedTest
    @ValueSource(strings = {LtsDialect.NAME, DegDialect.NAME})
    void the_price_of_an_offer_is_that_of_its_slots(String name) {
        Dialect dialect = DIALECTS.named(name);
        Catalog catalog = silent().catalogs().getFirst();
        var offered = new OnDiscover(
                Samples.context(),
                List.of(new Catalog(
                        catalog.id(), catalog.name(), catalog.seller(), catalog.items(), List.of(Samples.offer()))));
        JsonNode written = StrictJson.parse(Json.bytes(dialect.write(offered)));
        OnDiscover read = assertInstanceOf(OnDiscover.class, dialect.readCallback(Action.DISCOVER, written));
        assertEquals(
                Samples.offer().price().map(Window.Pricing::of),
                read.catalogs().getFirst().items().getFirst().window().pricing());
    }
}
