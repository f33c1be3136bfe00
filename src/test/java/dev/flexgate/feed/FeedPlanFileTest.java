package dev.flexgate.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.feed.FeedPlan.Choice;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.AddressPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedPlanFileTest {

    @TempDir
    private Path folder;

    @Test
    void a_plan_names_providers_by_zone_and_signal_in_order() throws IOException {
        FeedPlan plan = read("""
                {"zones":{"IN":{"CARBON_INTENSITY":[{"provider":"electricity-maps","as":"IN-WE"}]},
                "FI":{"ENERGY_PRICE":["entso-e"],"MIX":["entso-e"]}},
                "exchange":{"EUR":"0.86","INR":0.0089},"rates":{"electricity-maps":{"requests":100,"per":"PT1H"}}}""");
        assertEquals(
                Optional.of(List.of(new Choice("electricity-maps", Optional.of("IN-WE")))),
                plan.choices(new Topic(new Zone("IN"), Signal.CARBON_INTENSITY)));
        assertEquals(14, plan.topics().count());
        assertTrue(plan.canExchange(new Zone("FI"), Currency.getInstance("GBP")));
        assertTrue(!plan.canExchange(new Zone("JP"), Currency.getInstance("GBP")));
    }

    @Test
    void it_says_what_forecasts_of_a_zone_may_look_at() throws IOException {
        FeedPlan plan = read("""
                {"beside":{"GB":[{"zone":"DE","signal":"ENERGY_PRICE","published":"12:57","where":"Europe/Berlin"},
                {"zone":"GB","signal":"MIX_WIND"}]}}""");
        var published = new Beside.Published(LocalTime.of(12, 57), ZoneId.of("Europe/Berlin"));
        assertEquals(
                List.of(
                        new Beside(new Topic(new Zone("DE"), Signal.ENERGY_PRICE), Optional.of(published)),
                        new Beside(new Topic(new Zone("GB"), Signal.MIX_WIND), Optional.empty())),
                plan.beside().get(new Zone("GB")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'zone':{}}|/zone is unknown",
                "{'zones':[]}|/zones must be an object",
                "{'zones':{'Finland':{}}}|/zones/Finland is no zone",
                "{'zones':{'FI':{'NOISE':['entso-e']}}}|/zones/FI/NOISE is no signal",
                "{'zones':{'FI':{'LOAD':'entso-e'}}}|/zones/FI/LOAD must be a list",
                "{'zones':{'FI':{'LOAD':['entsoe']}}}|/zones/FI/LOAD/0 names no provider",
                "{'zones':{'FI':{'CARBON_INTENSITY':['entso-e']}}}|/zones/FI/CARBON_INTENSITY/0 entso-e does not tell",
                "{'zones':{'JP':{'LOAD':['entso-e']}}}|/zones/JP/LOAD/0 entso-e does not tell LOAD of JP",
                "{'zones':{'JP':{'LOAD':[{'provider':'entso-e','as':'a b'}]}}}|/zones/JP/LOAD/0/as is no code",
                "{'zones':{'JP':{'LOAD':[{'provider':'entso-e','zone':'x'}]}}}|/zones/JP/LOAD/0/zone is unknown",
                "{'exchange':{'EUR':'0'}}|/exchange/EUR must be",
                "{'exchange':{'EUX':'1'}}|/exchange/EUX is no currency",
                "{'addresses':{'entso-e':'https://x.example/'}}|/addresses/entso-e must be",
                "{'rates':{'entso-e':{'requests':0,'per':'PT1M'}}}|/rates/entso-e must say",
                "{'beside':{'GB':{}}}|/beside/GB must be a list",
                "{'beside':{'GB':[{'zone':'Finland','signal':'LOAD'}]}}|/beside/GB/0/zone is no zone",
                "{'beside':{'GB':[{'zone':'FI','signal':'NOISE'}]}}|/beside/GB/0/signal is no signal",
                "{'beside':{'GB':[{'zone':'FI','signal':'LOAD','published':'12:57'}]}}|/beside/GB/0 must say when and",
                "{'beside':{'GB':[{'zone':'FI','signal':'LOAD'},{'zone':'FI','signal':'LOAD'}]}}|/beside/GB names a series",
                "{'rates':{'nobody':{}}}|/rates names no provider",
                "{'zones':|is not JSON"
            })
    void a_fault_is_named_with_its_place(String json, String told) {
        FeedException fault = assertThrows(FeedException.class, () -> read(json.replace('\'', '"')));
        assertTrue(String.valueOf(fault.getMessage()).contains(told), fault.getMessage());
    }

    @Test
    void a_provider_without_its_key_is_refused_at_the_start() throws IOException {
        FeedPlan plan = read("{\"zones\":{\"FI\":{\"LOAD\":[\"entso-e\"]}}}");
        FeedException fault = assertThrows(FeedException.class, () -> feeds(plan, Map.of()));
        assertTrue(String.valueOf(fault.getMessage()).contains("FLEXGATE_ENTSOE_TOKEN"), fault.getMessage());
        assertEquals(
                List.of("entso-e-load 0", "entso-e-load-forecast 0"),
                feeds(plan, Map.of("FLEXGATE_ENTSOE_TOKEN", "t")));
    }

    @Test
    void what_stands_behind_is_ranked_and_simulated_alone_asks_nobody() throws IOException {
        FeedPlan plan = read("""
                {"zones":{"GB":{"LOAD":["elexon","neso"],"CARBON_INTENSITY":["simulated"]}}}""");
        assertEquals(
                List.of(
                        "simulated 0",
                        "elexon-demand 0",
                        "elexon-demand-forecast 0",
                        "neso-demand-forecast 1",
                        "neso-demand 1"),
                feeds(plan, Map.of()));
    }

    private List<String> feeds(FeedPlan plan, Map<String, String> keys) {
        var ground = new LiveFeeds.Ground(
                TestDatabase.vertx(),
                FeedFixture.outbound(AddressPolicy.publicOnly()),
                FeedFixture.LIMITS,
                new FeedFixture.Clock(),
                new Random(1));
        return new LiveFeeds(plan, keys, Feeds.Addresses.DEFAULT, ground)
                .of(List.of()).stream()
                        .map(each -> each.provider().name() + " " + each.rank())
                        .toList();
    }

    private FeedPlan read(String json) throws IOException {
        return FeedPlanFile.read(Files.writeString(folder.resolve("feeds.json"), json));
    }
}
