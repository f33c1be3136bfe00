package dev.flexgate.news;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.audit.RecordType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTableTest {

    @Test
    void every_type_of_record_is_told_or_declared_silent() {
        List<RecordType> forgotten = Stream.of(RecordType.values())
                .filter(type -> EventTable.of(type).isEmpty())
                .toList();
        assertEquals(List.of(), forgotten, "say in EventTable whether and how these are told");
    }

    @Test
    void every_event_type_stands_in_the_reference_for_receivers() throws IOException {
        String reference = Files.readString(Path.of("docs", "reference", "webhooks.md"));
        for (EventType type : EventTable.types()) {
            assertTrue(reference.contains("`" + type.name() + "`"), type.name());
        }
    }

    @Test
    void what_webhooks_themselves_do_is_not_sent_to_webhooks() {
        assertFalse(EventTable.types().stream().anyMatch(type -> type.noun().equals("callback")));
        assertFalse(EventTable.types().stream().anyMatch(type -> type.noun().equals("delivery")));
    }

    @ParameterizedTest
    @CsvSource({
        "*, flex.order.quoted.v1, true",
        "flex.*, flex.order.quoted.v1, true",
        "flex.order.*, flex.order.quoted.v1, true",
        "flex.order.*.v1, flex.order.quoted.v1, true",
        "flex.*.quoted.v1, flex.order.quoted.v1, true",
        "flex.order.quoted.v1, flex.order.quoted.v1, true",
        "flex.order.*, flex.slot.published.v1, false",
        "flex.order.quoted.v1, flex.order.expired.v1, false",
        "flex.*.v1, flex.order.quoted.v1, false",
    })
    void a_glob_stands_for_whole_words(String glob, String name, boolean matches) {
        EventType type = EventTable.types().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        if (glob.equals("flex.*.v1")) {
            assertThrows(IllegalArgumentException.class, () -> new EventGlob(glob));
        } else {
            assertEquals(matches, new EventGlob(glob).matches(type));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "flex..order", "flex.order.quotd.v1", "order", "FLEX.*", "flex.order.*x", "**", "(a+)+"
            })
    void a_glob_that_can_never_match_is_refused(String glob) {
        assertThrows(IllegalArgumentException.class, () -> new EventGlob(glob));
    }
}
