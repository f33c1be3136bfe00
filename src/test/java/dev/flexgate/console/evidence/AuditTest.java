package dev.flexgate.console.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.flexgate.Await;
import dev.flexgate.Shared;
import dev.flexgate.audit.TamperedBundle;
import dev.flexgate.console.Browser;
import dev.flexgate.console.Browser.Scheme;
import dev.flexgate.console.TestConsole;
import dev.flexgate.console.Visitor;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an auditor does: finds a record, verifies it in the browser, and is not fooled. */
@ExtendWith(Visitor.Lent.class)
@TestInstance(Lifecycle.PER_CLASS)
class AuditTest {

    /** Says which vectors the browser's own modules judge otherwise than published. */
    private static final String TREES = """
            const done = arguments[arguments.length - 1];
            const vectors = [VECTORS];
            const bytes = (text) => Uint8Array.from(atob(text ?? ''), (char) => char.charCodeAt(0));
            import('/static/verify/merkle.js').then(async (merkle) => {
                const wrong = [];
                for (const v of vectors) {
                    const proof = (v.proof ?? []).map(bytes);
                    const holds = 'leafIdx' in v
                        ? await merkle.isIncluded(bytes(v.leafHash), BigInt(v.leafIdx), BigInt(v.treeSize), proof, bytes(v.root))
                        : await merkle.isConsistent(BigInt(v.size1), BigInt(v.size2), bytes(v.root1), bytes(v.root2), proof);
                    if (holds === v.wantErr) wrong.push(v.desc);
                }
                done(wrong);
            }).catch((fault) => done([String(fault)]));
            """;

    private static final String NOTES = """
            const done = arguments[arguments.length - 1];
            const vectors = VECTORS;
            Promise.all([import('/static/verify/note.js'), import('/static/verify/bytes.js')]).then(async ([note, bytes]) => {
                const signers = async (text, vkeys) => {
                    const keys = [];
                    for (const vkey of vkeys) keys.push(await note.readVerifierKey(vkey));
                    return (await note.signersOf(note.readNote(text), keys)).length;
                };
                const wrong = [];
                for (const v of vectors.accept) {
                    const count = await signers(bytes.utf8(v.note), v.vkeys).catch(() => -1);
                    if (count !== v.verified) wrong.push(v.desc);
                }
                const refused = [...vectors.reject.map((v) => [v, bytes.utf8(v.note)]),
                    ...vectors.rejectBytesHex.map((v) => [v, bytes.fromHex(v.hex)])];
                for (const [v, text] of refused) {
                    const count = await signers(text, v.vkeys ?? vectors.reject[0].vkeys).catch(() => 0);
                    if (count !== 0) wrong.push(v.desc);
                }
                for (const vkey of vectors.badVkeys) {
                    if (await note.readVerifierKey(vkey).catch(() => null) !== null) wrong.push(vkey);
                }
                done(wrong);
            }).catch((fault) => done([String(fault)]));
            """;

    private static final String CANONICAL = """
            const done = arguments[arguments.length - 1];
            const vectors = [VECTORS];
            import('/static/verify/canonical.js').then(({ canonical }) => {
                done(vectors.filter(([value, text]) => canonical(value) !== text).map(([, text]) => text));
            }).catch((fault) => done([String(fault)]));
            """;

    private final Visitor visitor;
    private final Browser browser;
    private final TestConsole console;

    /** The id of a record, and that of the plan it is about. */
    private final String record;

    private final String plan;

    AuditTest(Visitor visitor) {
        this.visitor = visitor;
        this.browser = visitor.browser().scripting(true).looking(1440, Scheme.LIGHT);
        this.console = visitor.console();
        visitor.open("/plans/1");
        String path = Objects.requireNonNull(
                browser.find(".actions a[href^='/audit/records/']").getDomAttribute("href"));
        Await.until("a plan's record in the log", () -> {
            // Checkpoints are paced by the clock, which stands still here unless it is moved.
            console.advance(Duration.ofSeconds(2));
            visitor.open(path);
            return browser.text().contains("C2SP tlog-proof");
        });
        this.record = browser.path().substring("/audit/records/".length());
        this.plan = browser.text("#payload").replaceAll("(?s).*\"entityId\" : \"([0-9a-f-]{36})\".*", "$1");
    }

    @BeforeEach
    void with_nothing_pinned() {
        visitor.open("/audit/verify");
        browser.await("localStorage.clear(); arguments[arguments.length - 1]();");
    }

    @Test
    void a_record_is_found_by_id_by_leaf_and_by_hash() {
        visitor.open("/audit/records/" + record);
        String leaf = browser.text(".crumb").replaceAll(".*leaf ", "");
        String sha256 = browser.text("main").replaceAll("(?s).*SHA-256\\s+([0-9a-f]{64}).*", "$1");
        for (String text : List.of(record, leaf, sha256)) {
            visitor.open("/audit").fill("#q", text).press("Find");
            assertEquals("/audit/records/" + record, browser.path(), text);
        }
        visitor.open("/audit?q=nobody");
        assertTrue(browser.text().contains("Nothing goes by that name"), browser::text);
    }

    @Test
    void a_record_is_genuine_by_the_keys_one_pins() {
        verifyRecord();
        assertEquals("genuine", done(), browser::text);
        assertTrue(browser.text(".verdict").startsWith("GENUINE"), browser::text);
        assertEquals("holds", state("inclusion"));
        assertEquals("not checked", state("consistency"));
        verify();
        assertEquals("genuine", done(), browser::text);
        assertEquals("holds", state("consistency"));
        browser.picture("audit-verified-1440-light");
    }

    @Test
    void without_a_pinned_key_nothing_is_verified() {
        visitor.open("/audit/verify?record=" + record);
        verify();
        assertEquals("failed", done());
        assertTrue(browser.text(".verdict").contains("no log is pinned"), browser::text);
    }

    @Test
    void a_bundle_is_genuine_and_every_way_of_tampering_is_refused_where_it_lies() throws Exception {
        byte[] bundle = console.bytes("/api/v1/audit/bundles/plan/" + plan);
        assertEquals("genuine", judged(bundle, UnaryOperator.identity()), browser::text);
        assertTrue(browser.all(".vstep").size() >= 10);
        Map<Tampering, Set<String>> cases = new LinkedHashMap<>();
        cases.put(new Tampering(".jws", 'm'), Set.of("canonical", "signature"));
        cases.put(new Tampering(".tlog-proof", 'A'), Set.of("canonical", "inclusion", "checkpoint"));
        cases.put(new Tampering("policy.txt", 'x'), Set.of("checkpoint"));
        cases.put(new Tampering("README.md", 'x'), Set.of("contents"));
        for (var each : cases.entrySet()) {
            byte[] bad = tampered(bundle, each.getKey());
            assertEquals("refused", judged(bad, UnaryOperator.identity()), () -> each + browser.text());
            String step = browser.find("[data-state=refused]").getDomAttribute("data-step");
            assertTrue(each.getValue().contains(step), each + " was refused at " + step);
        }
    }

    @Test
    void published_vectors_of_trees_notes_and_canonical_json_are_judged_right() throws IOException {
        visitor.open("/audit/verify");
        for (String kind : List.of("inclusion", "consistency")) {
            List<String> vectors = new ArrayList<>();
            try (var files = Files.walk(Shared.path("reference/audit/merkle/" + kind))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".json")).toList()) {
                    vectors.add(Files.readString(file));
                }
            }
            assertEquals(98, vectors.size());
            assertEquals(List.of(), browser.await(TREES.replace("VECTORS", String.join(",", vectors))), kind);
        }
        String notes = Files.readString(Shared.path("reference/audit/signed-note/signed-note.json"));
        assertEquals(List.of(), browser.await(NOTES.replace("VECTORS", notes)));
        List<String> pairs = new ArrayList<>();
        try (var files = Files.list(Shared.path("reference/audit/jcs/input"))) {
            for (Path file : files.sorted().toList()) {
                Path output = Shared.path("reference/audit/jcs/output/" + file.getFileName());
                pairs.add("[" + Files.readString(file) + ","
                        + Json.text(new TextNode(Files.readString(output).strip())) + "]");
            }
        }
        assertEquals(List.of(), browser.await(CANONICAL.replace("VECTORS", String.join(",", pairs))));
    }

    @Test
    void a_key_that_is_not_pinned_is_named_even_if_its_signature_is_valid() throws Exception {
        byte[] bundle = console.bytes("/api/v1/audit/bundles/plan/" + plan);
        String verdict =
                judged(bundle, trust -> trust.replaceAll("key .*", "key 11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"));
        assertEquals("refused", verdict);
        assertTrue(browser.text(".verdict").contains("the signature is valid, but its key"), browser::text);
    }

    @Test
    void a_log_that_was_rewritten_is_noticed() {
        verifyRecord();
        assertEquals("genuine", done());
        browser.await("""
                const name = Object.keys(localStorage).find((each) => each.startsWith('flexgate.checkpoint.'));
                const seen = JSON.parse(localStorage.getItem(name));
                seen.size = '3';
                seen.root = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';
                localStorage.setItem(name, JSON.stringify(seen));
                arguments[arguments.length - 1]();
                """);
        verify();
        assertEquals("refused", done());
        assertEquals("refused", state("consistency"));
        assertTrue(browser.text(".verdict").contains("was rewritten, or shows two faces"), browser::text);
        browser.picture("audit-rewritten-1440-light");
    }

    @Test
    void the_file_works_from_disk_by_itself() throws Exception {
        byte[] html = console.bytes("/audit/verify.html");
        visitor.open("/audit/verify");
        assertEquals(Digests.sha256Hex(html), browser.text("#file-hash"));
        String published = published();
        Path file = Files.write(console.folder().resolve("verify.html"), html);
        Path bundle =
                Files.write(console.folder().resolve("case.zip"), console.bytes("/api/v1/audit/bundles/plan/" + plan));
        browser.complaints();
        browser.open(file.toUri());
        setTrust(published);
        browser.find("#file").sendKeys(bundle.toString());
        assertEquals("genuine", done(), browser::text);
        String script = new String(html, UTF_8).replaceAll("(?s).*<script[^>]*>(.*)</script>.*", "$1");
        assertEquals(Digests.sha256Hex(script.getBytes(UTF_8)), browser.text("#self"));
        assertEquals(List.of(), browser.complaints());
        assertEquals(List.of(), browser.objections(Browser.Question.ALL));
        browser.picture("audit-file-1440-light");
    }

    @Test
    void every_page_fits_reads_well_and_says_what_is_not_real() {
        visitor.look(pages());
    }

    @Test
    void without_scripting_the_page_says_what_to_do_instead() {
        browser.scripting(false);
        try {
            visitor.open("/audit/verify?record=" + record);
            assertTrue(browser.text(".unscripted").contains("openssl"), browser::text);
            visitor.open("/audit/records/" + record);
            assertFalse(browser.text("#payload").isEmpty());
        } finally {
            browser.scripting(true);
        }
    }

    private List<String> pages() {
        return List.of("/audit", "/audit/records/" + record, "/audit/checkpoints", "/audit/verify", "/audit?q=" + plan);
    }

    private void verifyRecord() {
        visitor.open("/audit/verify?record=" + record);
        setTrust(published());
        verify();
    }

    private void verify() {
        browser.find(".verifier form .button").click();
    }

    private String published() {
        return Objects.requireNonNull(browser.find("#trust").getDomAttribute("data-published"));
    }

    private void setTrust(String trust) {
        browser.fill("#trust", trust);
    }

    private String done() {
        Await.until(
                "a verdict",
                () -> !Objects.requireNonNullElse(
                                browser.find("[data-verifier]").getDomAttribute("data-done"), "")
                        .isEmpty());
        return Objects.requireNonNull(browser.find("[data-verifier]").getDomAttribute("data-done"));
    }

    private String state(String step) {
        return Objects.requireNonNull(browser.find("[data-step=" + step + "]").getDomAttribute("data-state"));
    }

    private String judged(byte[] bundle, UnaryOperator<String> keys) throws IOException {
        Path file = Files.write(
                console.folder().resolve("bundle-" + Digests.sha256Hex(bundle).substring(0, 12) + ".zip"), bundle);
        visitor.open("/audit/verify");
        setTrust(keys.apply(published()));
        browser.find("#file").sendKeys(file.toString());
        return done();
    }

    /** One byte in the middle of the first file whose name holds {@code part} becomes another. */
    private record Tampering(String part, char becomes) {}

    private static byte[] tampered(byte[] bundle, Tampering tampering) throws IOException {
        return TamperedBundle.of(bundle, tampering.part(), content -> {
            int middle = content.length / 2;
            content[middle] = (byte) (content[middle] == tampering.becomes() ? 'n' : tampering.becomes());
            return content;
        });
    }
}
