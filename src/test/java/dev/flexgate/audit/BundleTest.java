package dev.flexgate.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.EvidenceCheck.Finding;
import dev.flexgate.audit.Verdict.Genuine;
import dev.flexgate.audit.Verdict.Refused;
import dev.flexgate.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {

    private static final NoteKey LOG = new NoteKey(TestLog.ORIGIN, TestLog.CHECKPOINT_KEY.publicKey());
    private static final BundleVerifier VERIFIER = new BundleVerifier(LOG, List.of());

    @Nested
    class OfARealLog {

        @TempDir
        private Path folder;

        private TestLog log;
        private Bundler bundler;

        @BeforeEach
        void open() {
            log = new TestLog(folder);
            bundler = new Bundler(log.reader, log.checkpoints.key(), List.of(TestLog.RECORD_KEY.publicKey()));
        }

        @AfterEach
        void close() {
            log.close();
        }

        @Test
        void a_good_bundle_is_genuine() {
            Bundling.Cut cut = cut();
            assertEquals(5, cut.records());
            var verdict = (Genuine) VERIFIER.verify(cut.bundle().zip());
            assertEquals(5, verdict.records());
            assertEquals(log.size(), verdict.checkpoint().size());
        }

        @Test
        void the_same_case_gives_the_same_bytes() {
            assertArrayEquals(cut().bundle().zip(), recut().bundle().zip());
        }

        @Test
        void one_other_byte_in_any_file_is_refused_by_the_right_check() {
            Bundling.Cut cut = cut();
            var files = new TreeMap<>(cut.bundle().files());
            assertEquals(5 + 5 + 2 + 4, files.size());
            var random = new Random(23);
            for (var file : cut.bundle().files().entrySet()) {
                String name = file.getKey();
                byte[] good = file.getValue();
                int step = Math.max(1, good.length / 60);
                for (int at = random.nextInt(step); at < good.length; at += step) {
                    byte[] bad = good.clone();
                    bad[at] ^= (byte) (1 << random.nextInt(8));
                    files.put(name, bad);
                    Refused refused = refused(VERIFIER.verify(new AuditBundle(files).zip()));
                    assertTrue(rightChecks(name).contains(refused.check()), name + " at " + at + ": " + refused);
                    // Which of the two is wrong cannot be told when the list of contents disagrees with a file.
                    assertTrue(name.equals("manifest.json") || name.equals(refused.file()), refused.toString());
                }
                files.put(name, good);
            }
        }

        private static Set<Check> rightChecks(String name) {
            return switch (name) {
                case "README.md", "manifest.json" -> EnumSet.of(Check.MANIFEST);
                case "policy.txt" -> EnumSet.of(Check.POLICY);
                case "jwks.json" -> EnumSet.of(Check.KEYS);
                default -> {
                    if (name.endsWith(".jws")) {
                        yield EnumSet.of(Check.SIGNATURE);
                    }
                    yield name.endsWith(".tlog-proof")
                            ? EnumSet.of(Check.CHECKPOINT, Check.INCLUSION)
                            : EnumSet.of(Check.EVIDENCE);
                }
            };
        }

        @Test
        void a_missing_file_is_refused() {
            AuditBundle whole = cut().bundle();
            for (String name : whole.files().keySet()) {
                var files = new TreeMap<>(whole.files());
                files.remove(name);
                assertInstanceOf(Refused.class, VERIFIER.verify(new AuditBundle(files).zip()), name);
            }
        }

        @Test
        void an_extra_file_is_refused() {
            var files = new TreeMap<>(cut().bundle().files());
            for (String name : List.of("extra.txt", "records/x.jws", "evidence/" + "0".repeat(64), "../README.md")) {
                files.put(name, new byte[0]);
                assertInstanceOf(Refused.class, VERIFIER.verify(new AuditBundle(files).zip()), name);
                files.remove(name);
            }
        }

        @Test
        void a_bundle_of_another_log_is_refused() {
            byte[] zip = cut().bundle().zip();
            var other = new NoteKey("audit.example/other", TestLog.CHECKPOINT_KEY.publicKey());
            assertRefused(Check.POLICY, new BundleVerifier(other, List.of()).verify(zip));
        }

        @Test
        void a_case_that_is_not_covered_yet_is_not_cut() {
            log.append("case");
            assertInstanceOf(Bundling.NotYet.class, bundler.cut("order", "case"));
            log.placeAll();
            assertInstanceOf(Bundling.NotYet.class, bundler.cut("order", "case"));
            log.sequencer.publish();
            assertInstanceOf(Bundling.Cut.class, bundler.cut("order", "case"));
            log.append("case");
            assertInstanceOf(Bundling.NotYet.class, bundler.cut("order", "case"));
            assertInstanceOf(Bundling.Unknown.class, bundler.cut("order", "nobody"));
        }

        @Test
        void the_counterparties_signatures_are_judged_by_their_protocols() {
            byte[] zip = cut().bundle().zip();
            EvidenceCheck genuine = (record, evidence) -> evidence.containsKey("request")
                            && record.path("type").asText().equals("ORDER_DECIDED")
                    ? new Finding.Genuine()
                    : new Finding.NotMine();
            assertEquals(2, ((Genuine) new BundleVerifier(LOG, List.of(genuine)).verify(zip)).counterparties());
            EvidenceCheck refusing = (_, evidence) ->
                    evidence.isEmpty() ? new Finding.NotMine() : new Finding.Refused("signed by nobody");
            assertRefused(Check.COUNTERPARTY, new BundleVerifier(LOG, List.of(refusing)).verify(zip));
        }

        @Test
        void openssl_alone_verifies_what_the_readme_says() throws Exception {
            assumeTrue(works("openssl", "version"), "skipped: no openssl");
            AuditBundle bundle = unpacked();
            String commands = block("sh", new String(bundle.file("README.md").orElseThrow(), UTF_8));
            String output = run("sh", "-c", commands);
            assertEquals(3, output.split("Signature Verified Successfully", -1).length, output);
            assertTrue(output.contains("\"type\":\"ORDER_DECIDED\""), output);
            byte[] record = bundle.file(lastRecord(bundle)).orElseThrow();
            assertTrue(output.contains(Merkle.leafHash(record).base64()), output);
            spoil(lastRecord(bundle));
            assertTrue(run("sh", "-c", commands).contains("Signature Verification Failure"));
        }

        @Test
        void python_alone_verifies_what_the_documentation_says() throws Exception {
            assumeTrue(works("python3", "--version"), "skipped: no python3");
            AuditBundle bundle = unpacked();
            String program = block("python", Files.readString(Path.of("docs", "explanation", "audit-log.md")));
            String record = lastRecord(bundle);
            String proof = record.replace(".jws", ".tlog-proof");
            assertEquals(log.size() + "\n", run("python3", "-c", program, record, proof));
            spoil(record);
            assertTrue(run("python3", "-c", program, record, proof).contains("the record is not in the tree"));
        }

        private AuditBundle unpacked() throws IOException {
            AuditBundle bundle = cut().bundle();
            for (var file : bundle.files().entrySet()) {
                Path target = folder.resolve("case").resolve(file.getKey());
                Files.createDirectories(target.getParent());
                Files.write(target, file.getValue());
            }
            return bundle;
        }

        private void spoil(String name) throws IOException {
            Path file = folder.resolve("case").resolve(name);
            byte[] bytes = Files.readAllBytes(file);
            bytes[200] ^= 1;
            Files.write(file, bytes);
        }

        private static String block(String language, String markdown) {
            var block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                    .matcher(markdown);
            assertTrue(block.find());
            return block.group(1);
        }

        private static String lastRecord(AuditBundle bundle) {
            return bundle.files().keySet().stream()
                    .filter(name -> name.endsWith(".jws"))
                    .reduce((_, later) -> later)
                    .orElseThrow();
        }

        private String run(String... command) throws IOException, InterruptedException {
            Process process = new ProcessBuilder(command)
                    .directory(folder.resolve("case").toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            return output;
        }

        private static boolean works(String... command) throws InterruptedException {
            try {
                return new ProcessBuilder(command).start().waitFor() == 0;
            } catch (IOException _) {
                return false;
            }
        }

        /** An order, what it was decided on, and neighbours that have nothing to do with it. */
        private Bundling.Cut cut() {
            log.append(10);
            RecordId plan = log.append("plan");
            var request = TestLog.evidence("request", "{\"select\":1}");
            RecordId received = log.append(TestLog.decision("message-1", List.of(), List.of(request)));
            log.append(TestLog.decision("case", List.of(plan, received), List.of(request)));
            log.append(7);
            log.placeAll();
            var confirm = TestLog.evidence("confirm", "{\"confirm\":1}");
            RecordId second = log.append(TestLog.decision("case", List.of(received), List.of(confirm)));
            log.append(TestLog.decision("case", List.of(second), List.of()));
            log.append(300);
            log.placeAll();
            log.sequencer.publish();
            return recut();
        }

        private Bundling.Cut recut() {
            return assertInstanceOf(Bundling.Cut.class, bundler.cut("order", "case"));
        }
    }

    /** The operator itself lies: all is signed and in the tree, and still does not fit. */
    @Nested
    class OfALiar {

        private final ForgedBundle forged = new ForgedBundle();

        @Test
        void an_honest_one_would_pass() {
            ObjectNode first = forged.record("case");
            forged.evidence(first, "request", "raw".getBytes(UTF_8));
            ObjectNode second = forged.recordAfter("case", first);
            second.withArray("causedBy").add(first.get("recordId").asText());
            assertInstanceOf(Genuine.class, VERIFIER.verify(forged.zip()));
        }

        @Test
        void a_record_with_another_number_than_its_leaf_is_refused() {
            forged.record("other");
            forged.record("case").put("seq", 7);
            assertRefused(Check.INCLUSION, VERIFIER.verify(forged.zip()));
        }

        @Test
        void a_record_that_is_not_in_the_tree_is_refused() {
            ObjectNode first = forged.record("case");
            byte[] never =
                    new RecordSigner(TestLog.RECORD_KEY).sign(first.deepCopy().put("type", "KEY_EVENT"));
            forged.files.put("records/000000000000-" + first.get("recordId").asText() + ".jws", never);
            assertRefused(Check.INCLUSION, VERIFIER.verify(forged.zip()));
        }

        @Test
        void a_record_of_another_log_is_refused() {
            forged.record("case").put("logId", "audit.example/other");
            assertRefused(Check.SEQUENCE, VERIFIER.verify(forged.zip()));
        }

        @Test
        void a_second_history_of_a_subject_is_refused() {
            forged.record("case");
            forged.record("case");
            assertRefused(Check.SEQUENCE, VERIFIER.verify(forged.zip()));
        }

        @Test
        void a_record_that_follows_another_than_the_one_before_it_is_refused() {
            ObjectNode first = forged.record("case");
            ObjectNode second = forged.recordAfter("case", first);
            forged.recordAfter("case", first);
            assertNotEquals(first, second);
            assertRefused(Check.SEQUENCE, VERIFIER.verify(forged.zip()));
        }

        @Test
        void a_cause_that_is_younger_or_unknown_is_refused() {
            forged.record("case").withArray("causedBy").add("00000000-0000-0000-0000-000000000002");
            forged.record("other");
            assertRefused(Check.CAUSES, VERIFIER.verify(forged.zip()));
        }

        @Test
        void evidence_that_no_record_names_is_refused() {
            ObjectNode first = forged.record("case");
            forged.evidence(first, "request", "raw".getBytes(UTF_8));
            first.putArray("inputs");
            assertRefused(Check.EVIDENCE, VERIFIER.verify(forged.zip()));
        }

        @Test
        void two_checkpoints_in_one_bundle_are_refused() {
            ObjectNode first = forged.record("case");
            forged.recordAfter("case", first);
            var tree = new MemoryTree();
            tree.append(new RecordSigner(TestLog.RECORD_KEY).sign(first));
            var proof = new TlogProof(0, List.of(), ForgedBundle.note(tree, TestLog.CHECKPOINT_KEY));
            String name = "records/000000000000-" + first.get("recordId").asText();
            forged.files.put(name + ".tlog-proof", proof.text().getBytes(UTF_8));
            assertRefused(Check.CHECKPOINT, VERIFIER.verify(forged.zip()));
        }

        @Test
        void a_checkpoint_of_another_key_is_refused() {
            ObjectNode first = forged.record("case");
            var tree = new MemoryTree();
            tree.append(new RecordSigner(TestLog.RECORD_KEY).sign(first));
            var proof = new TlogProof(0, List.of(), ForgedBundle.note(tree, TestLog.RECORD_KEY));
            String name = "records/000000000000-" + first.get("recordId").asText();
            forged.files.put(name + ".tlog-proof", proof.text().getBytes(UTF_8));
            assertRefused(Check.CHECKPOINT, VERIFIER.verify(forged.zip()));
        }

        @Test
        void a_case_without_its_first_record_is_refused() {
            forged.record("case")
                    .set("prev", Json.object().put("recordId", "left-out").put("sha256", "00"));
            assertRefused(Check.MANIFEST, VERIFIER.verify(forged.zip()));
        }

        @Test
        void a_manifest_of_another_case_is_refused() {
            forged.record("case");
            forged.zip();
            forged.files.put(
                    "manifest.json", Manifest.of("order", "other", forged.files).bytes());
            assertRefused(Check.MANIFEST, VERIFIER.verify(new AuditBundle(forged.files).zip()));
        }
    }

    @Nested
    class OfAStranger {

        @Test
        void what_is_no_zip_is_refused() {
            assertRefused(Check.CONTAINER, VERIFIER.verify(new byte[0]));
            assertRefused(Check.CONTAINER, VERIFIER.verify("PK but not really".getBytes(UTF_8)));
        }

        @Test
        void any_damaged_zip_gets_a_verdict_and_never_an_exception() {
            var forged = new ForgedBundle();
            forged.evidence(forged.record("case"), "request", new byte[3_000]);
            byte[] good = forged.zip();
            var random = new Random(29);
            for (int round = 0; round < 2_000; round++) {
                byte[] bad = good.clone();
                for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                    bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                }
                switch (VERIFIER.verify(bad)) {
                    case Genuine genuine -> assertEquals(1, genuine.records());
                    case Refused refused -> assertTrue(!refused.why().isEmpty());
                }
            }
        }

        @Test
        void a_zip_bomb_is_refused() {
            var forged = new ForgedBundle();
            forged.record("case");
            forged.files.put("README.md", new byte[1_000_000]);
            byte[] zip = forged.zip();
            assertTrue(zip.length < 10_000);
            assertInstanceOf(AuditBundle.class, AuditBundle.ofZip(zip, 1_100_000));
            assertThrows(NoteRefusedException.class, () -> AuditBundle.ofZip(zip, 1_000_000));
        }
    }

    private static void assertRefused(Check check, Verdict verdict) {
        assertEquals(check, refused(verdict).check(), verdict.toString());
    }

    private static Refused refused(Verdict verdict) {
        return assertInstanceOf(Refused.class, verdict);
    }
}
