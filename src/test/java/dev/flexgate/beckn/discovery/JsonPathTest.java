package dev.flexgate.beckn.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples that RFC 9535 states, section by section; objects keep the order in which they are written. */
class JsonPathTest {

    private static final JsonNode STORE = Queries.json("""
            {"store": {"book": [
              {"category": "reference", "author": "Nigel Rees", "title": "Sayings of the Century", "price": 8.95},
              {"category": "fiction", "author": "Evelyn Waugh", "title": "Sword of Honour", "price": 12.99},
              {"category": "fiction", "author": "Herman Melville", "title": "Moby Dick", "isbn": "0-553-21311-3", "price": 8.99},
              {"category": "fiction", "author": "J. R. R. Tolkien", "title": "The Lord of the Rings", "isbn": "0-395-19395-8", "price": 22.99}],
              "bicycle": {"color": "red", "price": 399}}}""");
    private static final JsonNode LETTERS = Queries.json("[\"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\"]");
    private static final JsonNode DEEP =
            Queries.json("{\"o\": {\"j\": 1, \"k\": 2}, \"a\": [5, 3, [{\"j\": 4}, {\"k\": 6}]]}");
    private static final JsonNode FILTERED = Queries.json("""
            {"a": [3, 5, 1, 2, 4, 6, {"b": "j"}, {"b": "k"}, {"b": {}}, {"b": "kilo"}],
             "o": {"p": 1, "q": 2, "r": 3, "s": 5, "t": {"u": 6}}, "e": "f"}""");
    private static final JsonNode COMPARED = Queries.json("{\"obj\": {\"x\": \"y\"}, \"arr\": [2, 3]}");

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "$..author # [\"Nigel Rees\", \"Evelyn Waugh\", \"Herman Melville\", \"J. R. R. Tolkien\"]",
                "$.store..price # [8.95, 12.99, 8.99, 22.99, 399]",
                "$..book[2].author # [\"Herman Melville\"]",
                "$..book[2].publisher # []",
                "$..book[-1].title # [\"The Lord of the Rings\"]",
                "$..book[0,1].price # [8.95, 12.99]",
                "$..book[:2].price # [8.95, 12.99]",
                "$..book[?@.isbn].price # [8.99, 22.99]",
                "$..book[?@.price<10].title # [\"Sayings of the Century\", \"Moby Dick\"]",
                "$.store.book[?@.price < 10 && @.category == 'fiction'].isbn # [\"0-553-21311-3\"]",
            })
    void section_1_5_the_book_store(String path, String expected) {
        check(STORE, path, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "$[1] # [\"b\"]",
                "$[-2] # [\"f\"]",
                "$[1:3] # [\"b\", \"c\"]",
                "$[5:] # [\"f\", \"g\"]",
                "$[1:5:2] # [\"b\", \"d\"]",
                "$[5:1:-2] # [\"f\", \"d\"]",
                "$[::-1] # [\"g\", \"f\", \"e\", \"d\", \"c\", \"b\", \"a\"]",
                "$[1:3:0] # []",
                "$[0, 3] # [\"a\", \"d\"]",
                "$[0:2, 5] # [\"a\", \"b\", \"f\"]",
                "$[0, 0] # [\"a\", \"a\"]",
            })
    void section_2_3_3_and_4_indexes_and_slices(String path, String expected) {
        check(LETTERS, path, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "$..j # [1, 4]",
                "$..[0] # [5, {\"j\": 4}]",
                "$..o # [{\"j\": 1, \"k\": 2}]",
                "$.o..[*] # [1, 2]",
                "$.a..[0, 1] # [5, 3, {\"j\": 4}, {\"k\": 6}]",
                "$['o']['k'] # [2]",
            })
    void section_2_5_2_descendants(String path, String expected) {
        check(DEEP, path, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "$.a[?@.b == 'kilo'] # [{\"b\": \"kilo\"}]",
                "$.a[?(@.b == 'kilo')] # [{\"b\": \"kilo\"}]",
                "$.a[?@>3.5] # [5, 4, 6]",
                "$.a[?@.b] # [{\"b\": \"j\"}, {\"b\": \"k\"}, {\"b\": {}}, {\"b\": \"kilo\"}]",
                "$.o[?@<3, ?@<3] # [1, 2, 1, 2]",
                "$.a[?@<2 || @.b == \"k\"] # [1, {\"b\": \"k\"}]",
                "$.a[?match(@.b, \"[jk]\")] # [{\"b\": \"j\"}, {\"b\": \"k\"}]",
                "$.a[?search(@.b, \"[jk]\")] # [{\"b\": \"j\"}, {\"b\": \"k\"}, {\"b\": \"kilo\"}]",
                "$.o[?@>1 && @<4] # [2, 3]",
                "$.o[?@.u || @.x] # [{\"u\": 6}]",
                "$.a[?@.b == $.x] # [3, 5, 1, 2, 4, 6]",
                "$[?@[?@.b]][0] # [3]",
                "$[?count(@.*) == 5].p # [1]",
                "$[?length(@) == 1] # [\"f\"]",
                "$.o[?value(@..u) == 6] # [{\"u\": 6}]",
                "$.a[?!@.b && @ > 4] # [5, 6]",
            })
    void section_2_3_5_filters(String path, String expected) {
        check(FILTERED, path, expected);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "$.absent1 == $.absent2, true",
                "$.absent1 <= $.absent2, true",
                "$.absent == 'g', false",
                "$.absent1 != $.absent2, false",
                "$.absent != 'g', true",
                "1 <= 2, true",
                "1 > 2, false",
                "13 == '13', false",
                "'a' <= 'b', true",
                "'a' > 'b', false",
                "$.obj == $.arr, false",
                "$.obj != $.arr, true",
                "$.obj == $.obj, true",
                "$.obj != $.obj, false",
                "$.arr == $.arr, true",
                "$.arr != $.arr, false",
                "$.obj == 17, false",
                "$.obj != 17, true",
                "$.obj <= $.arr, false",
                "$.obj < $.arr, false",
                "$.obj <= $.obj, true",
                "$.arr <= $.arr, true",
                "1 <= $.arr, false",
                "1 >= $.arr, false",
                "1 > $.arr, false",
                "1 < $.arr, false",
                "true <= true, true",
                "true > true, false",
                "null == null, true",
                "100 == 1e2, true",
                "0 == -0.0, true",
            })
    void section_2_3_5_2_2_comparisons(String test, boolean holds) {
        assertEquals(holds ? 2 : 0, Queries.found(COMPARED, "$[?" + test + "]").size());
    }

    private static void check(JsonNode document, String path, String expected) {
        var texts = List.<String>copyOf(Queries.found(document, path));
        assertEquals(Queries.json(expected), Queries.json(texts.toString()));
    }
}
