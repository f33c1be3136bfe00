package dev.flexgate.beckn.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.message.SpatialConstraint;
import dev.flexgate.beckn.message.SpatialConstraint.Operator;
import dev.flexgate.beckn.message.SpatialConstraint.Quantifier;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Coordinate;

class SpatialTest {

    private static final String SQUARE = "{'type':'Polygon','coordinates':[[[0,0],[4,0],[4,4],[0,4],[0,0]]]}";
    private static final String RING =
            "{'type':'Polygon','coordinates':[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[1,3],[3,3],[3,1],[1,1]]]}";

    /** The first geometry stands in the catalogue, the second is the constraint's: OGC CQL2, table 8 and DE-9IM. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "S_WITHIN | {'type':'Point','coordinates':[2,2]} | square | true",
                "S_WITHIN | {'type':'Point','coordinates':[0,2]} | square | false",
                "S_WITHIN | {'type':'Point','coordinates':[2,2]} | ring | false",
                "S_WITHIN | square | {'type':'Point','coordinates':[2,2]} | false",
                "S_CONTAINS | square | {'type':'Point','coordinates':[2,2]} | true",
                "S_CONTAINS | square | {'type':'Point','coordinates':[4,4]} | false",
                "S_CONTAINS | {'type':'Point','coordinates':[2,2]} | square | false",
                "S_INTERSECTS | {'type':'Point','coordinates':[0,2]} | square | true",
                "S_INTERSECTS | {'type':'Point','coordinates':[2,2]} | ring | false",
                "S_INTERSECTS | {'type':'LineString','coordinates':[[-1,2],[5,2]]} | square | true",
                "S_INTERSECTS | {'type':'Point','coordinates':[2,2]} | {'type':'GeometryCollection','geometries':[{'type':'Point','coordinates':[9,9]},{'type':'Polygon','coordinates':[[[0,0],[4,0],[4,4],[0,4],[0,0]]]}]} | true",
                "S_DISJOINT | {'type':'Point','coordinates':[5,5]} | square | true",
                "S_DISJOINT | {'type':'Point','coordinates':[4,4]} | square | false",
                "S_TOUCHES | {'type':'Point','coordinates':[4,4]} | square | true",
                "S_TOUCHES | {'type':'Polygon','coordinates':[[[4,0],[8,0],[8,4],[4,4],[4,0]]]} | square | true",
                "S_TOUCHES | {'type':'Point','coordinates':[2,2]} | square | false",
                "S_OVERLAPS | {'type':'Polygon','coordinates':[[[2,2],[6,2],[6,6],[2,6],[2,2]]]} | square | true",
                "S_OVERLAPS | square | square | false",
                "S_CROSSES | {'type':'LineString','coordinates':[[-1,2],[5,2]]} | square | true",
                "S_CROSSES | {'type':'LineString','coordinates':[[1,2],[3,2]]} | square | false",
                "S_CROSSES | {'type':'MultiPoint','coordinates':[[2,2],[9,9]]} | square | true",
                "S_EQUALS | {'type':'Polygon','coordinates':[[[4,4],[0,4],[0,0],[2,0],[4,0],[4,4]]]} | square | true",
                "S_EQUALS | ring | square | false",
                "S_EQUALS | {'type':'MultiLineString','coordinates':[[[0,0],[1,1]],[[1,1],[2,2]]]} | {'type':'LineString','coordinates':[[0,0],[2,2]]} | true",
            })
    void the_relations_are_those_of_cql2(Operator operator, String place, String geometry, boolean holds) {
        assertEquals(holds, lies(constraint(operator, geometry, Optional.empty()), place));
    }

    @ParameterizedTest
    @CsvSource({
        // Cambridge to London St Pancras: 76.96 km; one degree of longitude at 60 north: 55,800.34 m
        "0.1218,52.2053, -0.1260,51.5308, 76964, 76960, 76970",
        "0,60, 1,60, 55800, 55799, 55801",
        "0,0, 0,1, 110574, 110573, 110576",
        "179.9,0, -179.9,0, 22263, 22262, 22265",
    })
    void distances_are_those_of_the_ellipsoid(
            double lon1, double lat1, double lon2, double lat2, double about, double low, double high) {
        double metres = Geodesy.onEllipsoid(new Coordinate(lon1, lat1), new Coordinate(lon2, lat2));
        assertEquals(about, metres, 40);
        String place = "{'type':'Point','coordinates':[" + lon1 + "," + lat1 + "]}";
        String other = "{'type':'Point','coordinates':[" + lon2 + "," + lat2 + "]}";
        assertTrue(lies(within(other, high), place));
        assertTrue(!lies(within(other, low), place));
    }

    /** From 51 north to the edge of the square at 50 north: along the meridian 111,238.7 m, as PROJ has it. */
    @ParameterizedTest
    @CsvSource({"111200, false", "111300, true"})
    void the_distance_to_an_area_is_that_to_its_nearest_edge(double metres, boolean holds) {
        String area = "{'type':'Polygon','coordinates':[[[0,48],[10,48],[10,50],[0,50],[0,48]]]}";
        assertEquals(holds, lies(within(area, metres), "{'type':'Point','coordinates':[5,51]}"));
        assertEquals(holds, lies(within("{'type':'Point','coordinates':[5,51]}", metres), area));
        assertTrue(lies(within(area, 0), "{'type':'Point','coordinates':[5,49]}"), "inside");
        assertTrue(lies(within(area, 0), "{'type':'Point','coordinates':[0,49]}"), "on the edge");
    }

    @Test
    void a_quantifier_says_how_many_must_lie_so() {
        JsonNode resource = Queries.json(
                quoted(
                        "{'availableAt':[{'geo':{'type':'Point','coordinates':[2,2]}},{'geo':{'type':'Point','coordinates':[9,9]}}]}"));
        assertTrue(finds(Quantifier.ANY, SQUARE, resource));
        assertTrue(!finds(Quantifier.ALL, SQUARE, resource));
        assertTrue(!finds(Quantifier.NONE, SQUARE, resource));
        String far = "{'type':'Polygon','coordinates':[[[20,20],[24,20],[24,24],[20,20]]]}";
        assertTrue(finds(Quantifier.NONE, far, resource));
        assertTrue(finds(Quantifier.NONE, SQUARE, Json.object()), "nowhere is not there");
        assertTrue(!finds(Quantifier.ALL, SQUARE, Json.object()), "nowhere is not all there");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'Pont','coordinates':[0,0]} | $.s[0].geometry.type",
                "{} | $.s[0].geometry.type",
                "{'type':'Point','coordinates':[0]} | $.s[0].geometry.coordinates",
                "{'type':'Point','coordinates':[181,0]} | $.s[0].geometry.coordinates[0]",
                "{'type':'Point','coordinates':[0,'1']} | $.s[0].geometry.coordinates[1]",
                "{'type':'LineString','coordinates':[[0,0]]} | $.s[0].geometry.coordinates",
                "{'type':'Polygon','coordinates':[[[0,0],[4,0],[4,4],[0,4]]]} | $.s[0].geometry.coordinates[0]",
                "{'type':'Polygon','coordinates':[[[0,0],[4,4],[4,0],[0,4],[0,0]]]} | $.s[0].geometry",
                "{'type':'MultiPoint','coordinates':[[0,0],[0,91]]} | $.s[0].geometry.coordinates[1][1]",
                "{'type':'GeometryCollection','geometries':[{'type':'Point'}]} | $.s[0].geometry.geometries[0].coordinates",
            })
    void what_is_no_geometry_is_refused_with_its_path(String geometry, String path) {
        SpatialConstraint constraint = constraint(Operator.S_INTERSECTS, geometry, Optional.empty());
        RefusedException refused =
                assertThrows(RefusedException.class, () -> SpatialSearch.check(List.of(constraint), "$.s"));
        assertEquals(path, refused.error().details().get("path"));
    }

    @Test
    void too_many_positions_or_constraints_are_refused() {
        var positions = new StringBuilder("[0,0]");
        for (int k = 1; k < 2_100; k++) {
            positions.append(",[").append(k / 100.0).append(',').append(k % 7).append(']');
        }
        String line = "{'type':'LineString','coordinates':[" + positions + "]}";
        assertThrows(
                RefusedException.class,
                () -> SpatialSearch.check(List.of(constraint(Operator.S_EQUALS, line, Optional.empty())), "$.s"));
        var many = Collections.nCopies(9, constraint(Operator.S_EQUALS, SQUARE, Optional.empty()));
        assertThrows(RefusedException.class, () -> SpatialSearch.check(many, "$.s"));
    }

    private static boolean finds(Quantifier quantifier, String geometry, JsonNode resource) {
        var constraint = new SpatialConstraint(
                Operator.S_WITHIN,
                List.of("$.catalogs[*].resources[*].availableAt[*].geo"),
                geometry(geometry),
                Optional.empty(),
                quantifier);
        return search(constraint).finds(Json.object(), resource);
    }

    private static boolean lies(SpatialConstraint constraint, String place) {
        JsonNode resource = Json.object().set("geo", geometry(place));
        return search(constraint).finds(Json.object(), resource);
    }

    private static SpatialSearch search(SpatialConstraint constraint) {
        return SpatialSearch.of(List.of(constraint), "$.s", new Budget(1_000_000, Duration.ofMinutes(1)));
    }

    private static SpatialConstraint within(String geometry, double metres) {
        return constraint(Operator.S_DWITHIN, geometry, Optional.of(BigDecimal.valueOf(metres)));
    }

    private static SpatialConstraint constraint(Operator operator, String geometry, Optional<BigDecimal> metres) {
        return new SpatialConstraint(operator, List.of("$.geo"), geometry(geometry), metres, Quantifier.ANY);
    }

    private static JsonNode geometry(String text) {
        return switch (text) {
            case "square" -> geometry(SQUARE);
            case "ring" -> geometry(RING);
            default -> Queries.json(quoted(text));
        };
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }
}
