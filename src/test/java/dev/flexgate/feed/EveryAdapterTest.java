package dev.flexgate.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.feed.Fetched.Missing;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.feed.StandInProvider.Reply;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.store.TestDatabase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every series of every provider, whatever is wrong with its answer. */
class EveryAdapterTest {

    private static final StandInProvider SERVER = new StandInProvider(TestDatabase.vertx());

    private final FeedFixture.Clock clock = new FeedFixture.Clock();

    /** A bad answer, and how it is called; providers of XML may call it otherwise. */
    record Bad(String name, Reply reply, Set<Reason> reasons) {
        @Override
        public String toString() {
            return name;
        }
    }

    @AfterAll
    static void close() {
        SERVER.close();
    }

    static Stream<Bad> badAnswers() {
        return Stream.of(
                new Bad("no body", new Reply.Body(200, ""), Set.of(Reason.EMPTY)),
                new Bad("an empty object", new Reply.Body(200, "{}"), Set.of(Reason.EMPTY)),
                new Bad("an empty list", new Reply.Body(200, "[]"), Set.of(Reason.EMPTY)),
                new Bad(
                        "a page of a firewall",
                        new Reply.Body(200, "<html><body>Blocked</body></html>"),
                        Set.of(Reason.NOT_JSON)),
                new Bad("half an answer", new Reply.Body(200, "{\"data\":["), Set.of(Reason.NOT_JSON)),
                new Bad(
                        "something else",
                        new Reply.Body(200, "{\"data\":\"sandbox\"}"),
                        Set.of(Reason.WRONG_SHAPE, Reason.REFUSED)),
                new Bad("too much", new Reply.Body(200, " ".repeat(64 * 1024 + 1)), Set.of(Reason.TOO_LARGE)),
                new Bad("a redirect", new Reply.Redirect("/elsewhere"), Set.of(Reason.REDIRECTED)),
                new Bad(
                        "bad request",
                        new Reply.Body(400, "{\"error\":\"" + FeedFixture.KEY + "\"}"),
                        Set.of(Reason.REFUSED)),
                new Bad("no access", new Reply.Body(403, "<html>Forbidden</html>"), Set.of(Reason.REFUSED)),
                new Bad("not there", new Reply.Body(404, "{}"), Set.of(Reason.REFUSED)),
                new Bad("a fault of theirs", new Reply.Body(503, "{}"), Set.of(Reason.SERVER_FAULT)),
                new Bad("a line that broke", new Reply.Cut(), Set.of(Reason.UNREACHABLE)));
    }

    @ParameterizedTest
    @MethodSource("badAnswers")
    void a_bad_answer_has_a_reason_and_nothing_of_it_is_taken(Bad bad) {
        List<String> faults = new ArrayList<>();
        SERVER.answers(bad.reply()).always(EveryAdapterTest::token);
        everySeries((capability, provider) -> {
            Missing missing = FeedFixture.missing(provider.fetch(window(capability)));
            boolean xml = capability.source().equals(Entsoe.SOURCE);
            Set<Reason> known = xml
                            && bad.reply() instanceof Reply.Body(int status, String text)
                            && status == 200
                            && text.length() > 0
                            && !text.startsWith(" ")
                    ? Set.of(Reason.NOT_READABLE, Reason.WRONG_SHAPE)
                    : bad.reasons();
            if (!known.contains(missing.reason())) {
                faults.add(capability.series() + " says " + missing);
            }
            assertNoKey(missing.detail());
        });
        assertEquals(List.of(), faults);
    }

    @Test
    void whoever_asks_too_often_waits_as_long_as_the_provider_says() {
        SERVER.answers(new Reply.Headed(429, "retry-after", "120", "{}")).always(EveryAdapterTest::token);
        everySeries((capability, provider) -> {
            Missing missing = FeedFixture.missing(provider.fetch(window(capability)));
            assertEquals(Reason.RATE_LIMITED, missing.reason(), capability.series());
            assertEquals(Optional.of(FeedFixture.NOW.plusSeconds(120)), missing.retryAt(), capability.series());
            int asked = SERVER.asked().size();
            assertEquals(
                    Reason.RATE_LIMITED,
                    FeedFixture.missing(provider.fetch(window(capability))).reason());
            assertEquals(asked, SERVER.asked().size(), capability.series() + " asked before it was time");
        });
    }

    @Test
    void a_key_that_is_not_accepted_is_told_apart() {
        SERVER.answers(new Reply.Body(401, "{\"error\":\"" + FeedFixture.KEY + " is not a key\"}"))
                .always(_ -> Optional.empty());
        everySeries((capability, provider) -> {
            Missing missing = FeedFixture.missing(provider.fetch(window(capability)));
            assertEquals(Reason.UNAUTHORIZED, missing.reason(), capability.series());
            assertNoKey(missing.detail());
        });
    }

    @Test
    void every_provider_is_asked_no_more_often_than_its_budget_and_then_says_so_without_asking() {
        Catalogue.sources().forEach(source -> {
            var allowance = new Allowance(source.rate(), clock);
            int asked = 0;
            while (asked < source.rate().requests() && allowance.take().isZero()) {
                asked++;
            }
            assertEquals(source.rate().requests(), asked, source.id());
            var spent = assertThrows(
                    BadAnswerException.class,
                    () -> {
                        for (long more = 0; more <= source.rate().requests() * 90L; more++) {
                            allowance.take();
                        }
                    },
                    source.id());
            assertEquals(Reason.BUDGET_SPENT, spent.reason(), source.id());
            assertTrue(spent.missing().retryAt().orElseThrow().isAfter(FeedFixture.NOW.plusSeconds(90)), source.id());
        });
    }

    @Test
    void every_row_of_the_matrix_is_whole() {
        Map<String, Long> names = Catalogue.capabilities().stream()
                .collect(Collectors.groupingBy(Capability::series, Collectors.counting()));
        for (Capability each : Catalogue.capabilities()) {
            assertEquals(1L, names.get(each.series()), each.series());
            boolean carbon = each.signals().stream().anyMatch(signal -> signal.kind() == Signal.Kind.CARBON);
            assertEquals(carbon, each.basis() != Capability.Basis.NOT_CARBON, each.series());
            assertFalse(each.signals().isEmpty());
            assertFalse(each.published().isBlank() || each.zonesInWords().isBlank());
            assertTrue(
                    each.source().licence().contains("Attribution"),
                    each.source().id());
            assertFalse(
                    each.window().history().plus(each.window().ahead()).isZero(), each.series() + " asks for nothing");
        }
    }

    @Test
    void marginal_and_average_carbon_come_only_as_signals_of_their_own() {
        List<String> marginal = Catalogue.capabilities().stream()
                .filter(each -> each.signals().contains(Signal.CARBON_MARGINAL))
                .map(Capability::series)
                .toList();
        assertEquals(List.of("watttime-forecast", "watttime-past"), marginal);
    }

    private interface Each {
        void of(Capability capability, Provider provider);
    }

    private void everySeries(Each each) {
        Catalogue.offered(Feeds.Addresses.DEFAULT.agileProduct()).forEach(offered -> {
            Capability capability = offered.capability();
            Zone zone = zone(capability);
            Provider provider = offered.feed(
                            zone, zone.code(), capability.signals(), FeedFixture.link(SERVER.base(), clock))
                    .provider();
            each.of(capability, provider);
        });
    }

    private static Zone zone(Capability capability) {
        return Stream.of("GB", "GB-13", "GB-C", "FI", "US-CAL-CISO", "US-TEX-ERCO")
                .map(Zone::new)
                .filter(capability::serves)
                .findFirst()
                .orElseThrow();
    }

    private static HalfHours window(Capability capability) {
        Capability.Window window = capability.window();
        return new Feed(
                        new SimulatedWeek(new Zone("GB"), Signal.CARBON_INTENSITY),
                        window.history(),
                        window.behind(),
                        window.ahead())
                .window(FeedFixture.NOW);
    }

    private static Optional<Reply> token(String path) {
        return path.equals("/login") ? Optional.of(new Reply.Body(200, "{\"token\":\"t\"}")) : Optional.empty();
    }

    private static void assertNoKey(String detail) {
        assertFalse(detail.contains(FeedFixture.KEY), detail);
        assertFalse(detail.contains(URLEncoder.encode(FeedFixture.KEY, StandardCharsets.UTF_8)), detail);
        assertFalse(detail.contains("http://"), detail);
    }
}
