package dev.flexgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The plan of the house. A room may lean only on rooms written above it, so no cycle can be written. The plan
 * and the compiled classes must be equal: an arrow that nobody uses any more fails too.
 */
class HouseTest {

    record Room(String name, Set<String> leansOn) {}

    static final List<Room> PLAN = List.of(
            // floor 0
            room("quantity"),
            room("store"),
            room("wire"),
            // floor 1
            room("identity", "store", "wire"),
            room("audit", "wire", "identity", "store"),
            room("outbox", "store", "wire", "audit"),
            room("rewrite", "wire"),
            // floor 2
            room("feed", "quantity", "store", "wire", "audit"),
            room("workload", "quantity", "store", "wire", "audit"),
            room("news", "store", "wire", "audit"),
            // floor 3
            room("forecast", "quantity", "store", "wire", "audit", "feed"),
            room("negotiation"),
            room("purchase", "quantity", "store"),
            // floor 4
            room("study", "wire", "negotiation"),
            room("planning", "quantity", "store", "wire", "audit", "feed", "workload", "forecast", "negotiation"),
            room("placement", "quantity", "store", "feed", "workload", "forecast", "planning"),
            room("budget", "quantity", "store", "wire", "audit", "feed", "workload", "planning"),
            // floor 5
            room("market", "quantity", "store", "wire", "audit", "workload", "planning"),
            // floor 6
            room("settlement", "quantity", "store", "wire", "audit", "workload"),
            room("flexibility", "quantity", "store", "wire", "audit", "workload", "planning", "market", "settlement"),
            room("webhook", "store", "wire", "identity", "audit", "outbox", "news"),
            // floor 7
            room(
                    "beckn",
                    "quantity",
                    "store",
                    "wire",
                    "identity",
                    "audit",
                    "outbox",
                    "workload",
                    "planning",
                    "market",
                    "settlement",
                    "flexibility",
                    "purchase"),
            room(
                    "execution",
                    "quantity",
                    "store",
                    "wire",
                    "identity",
                    "audit",
                    "outbox",
                    "workload",
                    "planning",
                    "flexibility"),
            room(
                    "api",
                    "quantity",
                    "store",
                    "wire",
                    "identity",
                    "audit",
                    "outbox",
                    "workload",
                    "news",
                    "feed",
                    "forecast",
                    "planning",
                    "placement",
                    "budget",
                    "market",
                    "flexibility",
                    "settlement",
                    "purchase",
                    "webhook"),
            room(
                    "console",
                    "purchase",
                    "quantity",
                    "store",
                    "wire",
                    "identity",
                    "audit",
                    "news",
                    "outbox",
                    "rewrite",
                    "feed",
                    "workload",
                    "forecast",
                    "planning",
                    "placement",
                    "budget",
                    "market",
                    "settlement",
                    "flexibility",
                    "webhook"),
            // floor 8
            room(
                    "cli",
                    "quantity",
                    "wire",
                    "identity",
                    "audit",
                    "feed",
                    "forecast",
                    "negotiation",
                    "study",
                    "settlement",
                    "beckn",
                    "execution"));

    private static final Path CLASSES = Path.of("target", "classes", "dev", "flexgate");
    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "flexgate");
    private static final Pattern MENTION = Pattern.compile("dev/flexgate/([a-z]+)/");

    @Test
    void every_room_stands_above_those_that_lean_on_it() {
        var built = new HashSet<String>();
        for (Room room : PLAN) {
            assertTrue(built.containsAll(room.leansOn()), room.name());
            assertTrue(built.add(room.name()), room.name());
        }
    }

    @Test
    void the_house_is_built_to_the_plan() throws IOException {
        var planned = new TreeMap<String, Set<String>>();
        PLAN.forEach(room -> planned.put(room.name(), new TreeSet<>(room.leansOn())));
        assertEquals(planned, standing());
    }

    @Test
    void every_room_says_what_it_is_for() throws IOException {
        try (var rooms = Files.list(SOURCES)) {
            for (Path room : rooms.filter(Files::isDirectory).toList()) {
                assertTrue(Files.exists(room.resolve("package-info.java")), room + " has no package-info.java");
            }
        }
    }

    /** Which rooms each room really leans on, read from its class files. */
    private static Map<String, Set<String>> standing() throws IOException {
        var rooms = new TreeMap<String, Set<String>>();
        try (var files = Files.walk(CLASSES, 8)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".class")).toList()) {
                Path inside = CLASSES.relativize(file);
                if (inside.getNameCount() > 1) { // the front door may lean on anything
                    String room = inside.getName(0).toString();
                    Set<String> mentioned = rooms.computeIfAbsent(room, _ -> new TreeSet<>());
                    mentioned.addAll(mentions(file));
                    mentioned.remove(room);
                }
            }
        }
        return rooms;
    }

    private static Set<String> mentions(Path file) throws IOException {
        var found = new TreeSet<String>();
        for (var entry : ClassFile.of().parse(file).constantPool()) {
            if (entry instanceof Utf8Entry text) {
                MENTION.matcher(text.stringValue()).results().forEach(mention -> found.add(mention.group(1)));
            }
        }
        return found;
    }

    private static Room room(String name, String... leansOn) {
        return new Room(name, Set.of(leansOn));
    }
}
