package dev.flexgate.beckn.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.discovery.FilterPath.Step;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.message.SpatialConstraint;
import dev.flexgate.beckn.message.SpatialConstraint.Operator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.operation.relateng.RelateNG;
import org.locationtech.jts.operation.relateng.RelatePredicate;
import org.locationtech.jts.operation.relateng.TopologyPredicate;

/** Finds what lies as all constraints want it. */
public final class SpatialSearch {

    private static final int CONSTRAINTS_MAX = 8;
    private static final int TARGETS_MAX = 8;

    /** Farther than half round the earth is nothing. */
    private static final BigDecimal METRES_MAX = BigDecimal.valueOf(20_100_000);

    /** Relating two geometries costs about this much, and something for every position of them. */
    private static final int STEPS_OF_A_RELATION = 20;

    /** Where geometries are looked for. */
    private record Target(boolean inResource, List<Step> steps) {}

    private record Test(SpatialConstraint constraint, Geometry geometry, RelateNG relation, List<Target> targets) {}

    private final List<Test> tests;
    private final Budget budget;

    private SpatialSearch(List<Test> tests, Budget budget) {
        this.tests = tests;
        this.budget = budget;
    }

    /** Refuses, with the path, what is no geometry or no path to one. */
    public static void check(List<SpatialConstraint> constraints, String path) {
        var _ = of(constraints, path, new Budget(Long.MAX_VALUE, DiscoveryLimits.DEFAULT.timeMax()));
    }

    static SpatialSearch of(List<SpatialConstraint> constraints, String path, Budget budget) {
        if (constraints.size() > CONSTRAINTS_MAX) {
            throw RefusedException.of(
                            ErrorCode.SCH_SCHEMA_VALIDATION_FAILED, "more than " + CONSTRAINTS_MAX + " constraints")
                    .at(path)
                    .fix("send at most " + CONSTRAINTS_MAX);
        }
        var tests = new ArrayList<Test>();
        for (SpatialConstraint each : constraints) {
            tests.add(test(each, path + "[" + tests.size() + "]"));
        }
        return new SpatialSearch(tests, budget);
    }

    private static Test test(SpatialConstraint constraint, String path) {
        Geometry geometry = GeoJson.read(constraint.geometry(), path + ".geometry");
        if (constraint.operator() == Operator.S_DWITHIN) {
            checkDistance(constraint, path + ".distanceMeters");
        }
        if (constraint.targets().isEmpty() || constraint.targets().size() > TARGETS_MAX) {
            throw RefusedException.of(
                            ErrorCode.SCH_SCHEMA_VALIDATION_FAILED, "targets are 1 to " + TARGETS_MAX + " paths")
                    .at(path + ".targets")
                    .fix("send $.catalogs[*].resources[*].availableAt[*].geo");
        }
        return new Test(
                constraint,
                geometry,
                RelateNG.prepare(geometry),
                constraint.targets().stream().map(SpatialSearch::target).toList());
    }

    private static void checkDistance(SpatialConstraint constraint, String path) {
        boolean possible = constraint
                .distanceMeters()
                .filter(metres -> metres.signum() >= 0 && metres.compareTo(METRES_MAX) <= 0)
                .isPresent();
        if (!possible) {
            throw RefusedException.of(
                            ErrorCode.SCH_SCHEMA_VALIDATION_FAILED,
                            "s_dwithin needs distanceMeters from 0 to " + METRES_MAX)
                    .at(path)
                    .fix("send a distance in metres");
        }
    }

    /** A path through the whole document, or one that begins at a resource, as the specification's examples do. */
    private static Target target(String text) {
        List<Step> steps = FilterParser.parse(text).steps();
        if (!isMember(steps, 0, "catalogs")) {
            if (steps.isEmpty()) {
                throw FilterFault.at(0, "a target names a geometry, such as $['availableAt'][*]['geo']");
            }
            return new Target(true, steps);
        }
        List<Step> inside = afterElements(steps);
        if (isMember(inside, 0, "offers") || isMember(inside, 0, "beckn:offers")) {
            throw FilterFault.at(0, "an offer is nowhere; name a geometry of the resource");
        }
        boolean inResource = isMember(inside, 0, "resources") || isMember(inside, 0, "beckn:items");
        return new Target(inResource, inResource ? afterElements(inside) : inside);
    }

    private static boolean isMember(List<Step> steps, int k, String name) {
        return k < steps.size()
                && steps.get(k) instanceof Step.Member(String is, int _, FilterForm _)
                && is.equals(name);
    }

    /** Without the name of a list and the {@code [*]} behind it. */
    private static List<Step> afterElements(List<Step> steps) {
        int from = steps.size() > 1 && steps.get(1) instanceof Step.Every ? 2 : 1;
        return steps.subList(from, steps.size());
    }

    boolean isEverywhere() {
        return tests.isEmpty();
    }

    /**
     * Whether a resource lies as wanted.
     *
     * @param head its catalogue
     */
    public boolean finds(JsonNode head, JsonNode resource) {
        return tests.stream().allMatch(test -> finds(test, head, resource));
    }

    private boolean finds(Test test, JsonNode head, JsonNode resource) {
        List<Geometry> found = geometries(test, head, resource);
        return switch (test.constraint().quantifier()) {
            case ANY -> found.stream().anyMatch(each -> lies(each, test));
            case ALL -> !found.isEmpty() && found.stream().allMatch(each -> lies(each, test));
            case NONE -> found.stream().noneMatch(each -> lies(each, test));
        };
    }

    private List<Geometry> geometries(Test test, JsonNode head, JsonNode resource) {
        var found = new ArrayList<Geometry>();
        for (Target target : test.targets()) {
            var start = Spot.nowhere(target.inResource() ? resource : head);
            var walk = FilterWalk.everywhere(DocumentStock.EMPTY, start, budget);
            walk.follow(target.steps(), start, spot -> {
                JsonNode json = FilterWalk.json(spot);
                if (json.isArray()) {
                    json.forEach(each -> geometry(each, found));
                } else {
                    geometry(json, found);
                }
                return true;
            });
        }
        return found;
    }

    /** What a catalogue has where a geometry should be, and is none, lies nowhere. */
    private static void geometry(JsonNode json, List<Geometry> found) {
        try {
            found.add(GeoJson.read(json, "$"));
        } catch (RefusedException _) {
            // not the fault of who asks
        }
    }

    private boolean lies(Geometry place, Test test) {
        budget.spend(STEPS_OF_A_RELATION
                + place.getNumPoints()
                + (test.geometry().getNumPoints() >> (place.getNumPoints() == 1 ? 3 : 0)));
        if (test.constraint().operator() == Operator.S_DWITHIN) {
            double metres = test.constraint().distanceMeters().orElseThrow().doubleValue();
            return test.relation().evaluate(place, RelatePredicate.intersects())
                    || Geodesy.isWithin(place, test.geometry(), metres, budget);
        }
        return test.relation().evaluate(place, predicate(test.constraint().operator()));
    }

    /** The relation is that of the constraint's geometry to the place, so within and contains change sides. */
    private static TopologyPredicate predicate(Operator operator) {
        return switch (operator) {
            case S_INTERSECTS -> RelatePredicate.intersects();
            case S_DISJOINT -> RelatePredicate.disjoint();
            case S_CONTAINS -> RelatePredicate.within();
            case S_WITHIN -> RelatePredicate.contains();
            case S_TOUCHES -> RelatePredicate.touches();
            case S_OVERLAPS -> RelatePredicate.overlaps();
            case S_CROSSES -> RelatePredicate.crosses();
            case S_EQUALS -> RelatePredicate.equalsTopo();
            case S_DWITHIN -> throw new IllegalStateException("a distance is no topology");
        };
    }
}
