package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.discovery.Filter;
import dev.flexgate.beckn.discovery.Search;
import dev.flexgate.beckn.discovery.Viewer;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Endpoint;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.Intent;
import dev.flexgate.beckn.message.Item;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.store.Ids;
import dev.flexgate.wire.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is for sale to everybody, for who follows a link: {@code GET /discover/browser-search?filters=JSONPATH} of
 * 2.0.0-rc1, a page or the same JSON that a discovery is answered with. Nobody signs, so what is offered to some
 * networks or participants alone is not shown.
 */
final class BrowserSearch {

    private static final String PATH = "/discover/browser-search";
    private static final int AT_ONCE_MAX = 8;
    private static final int FILTER_LENGTH_MAX = 4_000;
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final Viewer ANYBODY = new Viewer("", Set.of(), "");

    private final BiFunction<Search, Dialect, List<Catalog>> showroom;
    private final Dialect dialect;
    private final BecknNode self;
    private final Ids ids;
    private final InstantSource clock;
    private final AtomicInteger searching = new AtomicInteger();

    BrowserSearch(
            BiFunction<Search, Dialect, List<Catalog>> showroom,
            Dialect dialect,
            BecknNode self,
            Ids ids,
            InstantSource clock) {
        this.showroom = showroom;
        this.dialect = dialect;
        this.self = self;
        this.ids = ids;
        this.clock = clock;
    }

    void addTo(Router router) {
        router.get(PATH).handler(this::search);
    }

    private void search(RoutingContext routing) {
        if (searching.incrementAndGet() > AT_ONCE_MAX) {
            searching.decrementAndGet();
            routing.response().putHeader("Retry-After", "1");
            refuse(routing, 503, BecknError.of(ErrorCode.NET_OVERLOADED, "too many are searching right now"));
            return;
        }
        routing.vertx()
                .executeBlocking(() -> found(filter(routing)), false)
                .onComplete(_ -> searching.decrementAndGet())
                .onSuccess(catalogs -> answer(routing, catalogs))
                .onFailure(failure -> {
                    if (failure instanceof RefusedException refused) {
                        refuse(routing, refused.code().httpStatus(), refused.error());
                    } else {
                        routing.fail(failure);
                    }
                });
    }

    private static String filter(RoutingContext routing) {
        List<String> filters = routing.queryParam("filters");
        String filter = filters.isEmpty() ? "" : filters.getFirst();
        if (filters.size() > 1 || filter.length() > FILTER_LENGTH_MAX) {
            throw RefusedException.of(ErrorCode.SCH_INVALID_JSONPATH, "one filter is read, of at most 4000 characters")
                    .fix("join tests by &&");
        }
        if (!filter.isEmpty()) {
            Filter.parse(filter);
        }
        return filter;
    }

    private List<Catalog> found(String filter) {
        return showroom.apply(new Search(new Intent("", filter), ANYBODY, "filters"), dialect);
    }

    private void answer(RoutingContext routing, List<Catalog> catalogs) {
        if (catalogs.stream().allMatch(catalog -> catalog.items().isEmpty())) {
            refuse(routing, 404, BecknError.of(ErrorCode.BIZ_NO_RESULTS_FOUND, "nothing of that is for sale now"));
        } else if (wantsPage(routing)) {
            send(routing, 200, "text/html; charset=utf-8", page(catalogs));
        } else {
            json(routing, 200, dialect.write(new BecknMessage.OnDiscover(envelope(), catalogs)));
        }
    }

    /** A browser, and whoever does not say. */
    private static boolean wantsPage(RoutingContext routing) {
        String accepted = routing.request().getHeader("Accept");
        return accepted == null || accepted.contains("text/html") || !accepted.contains("application/json");
    }

    /** Nobody in particular has asked, so the session is of this answer alone. */
    private Context envelope() {
        Endpoint us = self.endpoint();
        return new Context(
                us, us, ids.next().toString(), ids.next().toString(), "", "", clock.instant(), LIFE, List.of());
    }

    private void refuse(RoutingContext routing, int status, BecknError error) {
        ObjectNode json = Json.object();
        ObjectNode said = json.putObject("error").put("code", error.code()).put("message", error.message());
        error.details().forEach(said.putObject("details")::put);
        json(routing, status, json);
    }

    private static void json(RoutingContext routing, int status, ObjectNode json) {
        send(routing, status, "application/json", Json.text(json));
    }

    private static void send(RoutingContext routing, int status, String type, String text) {
        routing.response()
                .setStatusCode(status)
                .putHeader("Content-Type", type)
                .putHeader("Content-Security-Policy", "default-src 'none'")
                .putHeader("Cache-Control", "no-store")
                .end(Buffer.buffer(text))
                .onFailure(_ -> {}); // who asked has gone
    }

    private static String page(List<Catalog> catalogs) {
        return catalogs.stream().map(BrowserSearch::section).collect(Collectors.joining("", """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>Compute windows for sale</title></head><body>
                """, "</body></html>\n"));
    }

    private static String section(Catalog catalog) {
        return catalog.items().stream()
                .map(BrowserSearch::row)
                .collect(Collectors.joining(
                        "",
                        "<h1>" + plain(catalog.name()) + "</h1><table><tr><th>window</th><th>from</th><th>to</th>"
                                + "<th>site</th><th>free</th><th>id</th></tr>\n",
                        "</table>\n"));
    }

    private static String row(Item item) {
        String free = item.window().available().map(Object::toString).orElse("");
        return Stream.of(
                        item.name(),
                        item.window().interval().start().toString(),
                        item.window().interval().end().toString(),
                        item.window().site().locality(),
                        free,
                        item.id())
                .map(cell -> "<td>" + plain(cell) + "</td>")
                .collect(Collectors.joining("", "<tr>", "</tr>\n"));
    }

    private static String plain(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
