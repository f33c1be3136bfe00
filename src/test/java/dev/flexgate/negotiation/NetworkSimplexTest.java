package dev.flexgate.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.ortools.Loader;
import com.google.ortools.graph.MinCostFlow;
import com.google.ortools.graph.MinCostFlowBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The network simplex against OR-Tools, on networks of the form that clearing builds. */
class NetworkSimplexTest {

    private static final int SEEDS = 40;

    @BeforeAll
    static void loadReferee() {
        Loader.loadNativeLibraries();
    }

    private record Arc(int index, int from, int to, long capacity) {}

    /** Jobs with supplies, cells with room, arcs between them, and each straight to the root. */
    private static final class Network {

        final NetworkSimplex simplex = new NetworkSimplex(4, 4);
        final List<Arc> arcs = new ArrayList<>();
        final List<Long> supplies = new ArrayList<>();
        final List<Integer> direct = new ArrayList<>();
        final Random random;

        Network(long seed) {
            random = new Random(seed);
            int jobs = 1 + random.nextInt(12);
            int cells = 1 + random.nextInt(12);
            supplies.add(0L);
            for (int job = 0; job < jobs; job++) {
                node(1L + random.nextInt(50), 100, 10_000);
            }
            for (int cell = 0; cell < cells; cell++) {
                node(0, 1L + random.nextInt(60), 0);
            }
            for (int job = 1; job <= jobs; job++) {
                for (int cell = jobs + 1; cell <= jobs + cells; cell++) {
                    if (random.nextInt(3) > 0) {
                        long capacity = 1L + random.nextInt(20);
                        int arc = simplex.addArc(job, cell, capacity, random.nextInt(200) - 50);
                        arcs.add(new Arc(arc, job, cell, capacity));
                        direct.add(arc);
                    }
                }
            }
        }

        private void node(long supply, long capacity, long cost) {
            int arc = simplex.addNode(supply, capacity, cost);
            arcs.add(new Arc(arc, simplex.tail(arc), simplex.root(), capacity));
            supplies.add(supply);
        }

        void split(int which) {
            int arc = direct.get(which);
            Arc before = arcs.stream()
                    .filter(each -> each.index() == arc)
                    .findFirst()
                    .orElseThrow();
            int rest = simplex.split(arc);
            supplies.add(0L);
            arcs.remove(before);
            arcs.add(new Arc(arc, before.from(), simplex.tail(rest), before.capacity()));
            arcs.add(new Arc(rest, simplex.tail(rest), before.to(), before.capacity()));
            direct.set(which, rest);
        }

        long cost() {
            return arcs.stream()
                    .mapToLong(arc -> simplex.flow(arc.index()) * simplex.cost(arc.index()))
                    .sum();
        }

        long referee() {
            var flow = new MinCostFlow();
            for (Arc arc : arcs) {
                flow.addArcWithCapacityAndUnitCost(arc.from(), arc.to(), arc.capacity(), simplex.cost(arc.index()));
            }
            long sum = 0;
            for (int node = 1; node < supplies.size(); node++) {
                flow.setNodeSupply(node, supplies.get(node));
                sum += supplies.get(node);
            }
            flow.setNodeSupply(0, -sum);
            assertEquals(MinCostFlowBase.Status.OPTIMAL, flow.solve());
            return flow.getOptimalCost();
        }

        /** The prices prove the flow: no arc with room is worth using more, none in use is worth using less. */
        void assertProven() {
            for (Arc arc : arcs) {
                long reduced = simplex.cost(arc.index()) + simplex.price(arc.to()) - simplex.price(arc.from());
                long flow = simplex.flow(arc.index());
                assertTrue(0 <= flow && flow <= arc.capacity(), arc::toString);
                assertTrue(reduced >= 0 || flow == arc.capacity(), arc::toString);
                assertTrue(reduced <= 0 || flow == 0, arc::toString);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void the_flow_costs_what_the_referee_says_and_its_prices_prove_it(int start) {
        for (long seed = start; seed < 4 * SEEDS; seed += 4) {
            var network = new Network(seed);
            network.simplex.solve();
            assertEquals(network.referee(), network.cost(), "seed " + seed);
            network.assertProven();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void it_goes_on_from_its_basis_when_costs_change_and_arcs_are_split_or_added(int start) {
        for (long seed = start; seed < 4 * SEEDS; seed += 4) {
            var network = new Network(seed);
            network.simplex.solve();
            for (int change = 0; change < 5 && !network.direct.isEmpty(); change++) {
                int which = network.random.nextInt(network.direct.size());
                network.split(which);
                int shared = network.simplex.tail(network.direct.get(which));
                int cell = network.arcs.get(network.arcs.size() - 1).to();
                int arc = network.simplex.addArc(shared, cell, 7, network.random.nextInt(100) - 50);
                network.arcs.add(new Arc(arc, shared, cell, 7));
                network.simplex.setCost(
                        network.direct.get(network.random.nextInt(network.direct.size())),
                        network.random.nextInt(200) - 100);
                network.simplex.solve();
                assertEquals(network.referee(), network.cost(), "seed " + seed + " change " + change);
                network.assertProven();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void the_flow_kept_at_a_crossing_is_feasible_and_just_within(int start) {
        int crossings = 0;
        for (long seed = start; seed < 4 * SEEDS; seed += 4) {
            var network = new Network(seed);
            for (int arc : network.direct) {
                network.simplex.setWeight(arc, 1 + network.random.nextInt(9));
            }
            network.simplex.solve();
            double limit = network.simplex.total() / 2;
            for (int arc : network.direct) {
                network.simplex.setCost(arc, network.simplex.cost(arc) + 20_000);
            }
            network.simplex.watch(limit);
            network.simplex.solve();
            long[] flow = network.simplex.flowAtCrossing();
            if (flow.length > 0) {
                crossings++;
                assertWithin(network, flow, limit);
            }
        }
        assertTrue(crossings > SEEDS / 2, "only " + crossings + " crossings");
    }

    private static void assertWithin(Network network, long[] flow, double limit) {
        double total = 0;
        long[] balance = new long[network.supplies.size()];
        for (Arc arc : network.arcs) {
            balance[arc.from()] += flow[arc.index()];
            balance[arc.to()] -= flow[arc.index()];
            assertTrue(0 <= flow[arc.index()] && flow[arc.index()] <= arc.capacity());
            total += flow[arc.index()] * network.simplex.weight(arc.index());
        }
        for (int node = 1; node < balance.length; node++) {
            assertEquals(network.supplies.get(node), balance[node]);
        }
        assertTrue(total <= limit + 1e-9 && total > limit - 10, total + " against " + limit);
    }
}
