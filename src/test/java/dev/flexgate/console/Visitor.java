package dev.flexgate.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flexgate.console.Browser.Question;
import dev.flexgate.console.Browser.Scheme;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One person with one browser before one gateway. All browser tests of a JVM share it, since opening either takes
 * longer than what most of them ask; a test class asks for it in its constructor and must not rely on what others did.
 */
public final class Visitor implements AutoCloseable {

    private static final int WIDE = 1440;
    private static final int NARROW = 390;
    private static final int PAGE_BYTES_MAX = 150_000;

    private final Browser browser;
    private final Path folder;
    private final TestConsole console;

    private Visitor() {
        this.browser = Browser.shared();
        try {
            this.folder = Files.createTempDirectory("flexgate-console");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        this.console = new TestConsole(folder);
    }

    /** Lends the visitor, opened for the first who asks and closed after the last test of the JVM. */
    public static final class Lent implements ParameterResolver, BeforeEachCallback {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType().equals(Visitor.class);
        }

        @Override
        public Visitor resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return visitor(context);
        }

        private static Visitor visitor(ExtensionContext context) {
            return context.getRoot()
                    .getStore(Namespace.create(Visitor.class))
                    .computeIfAbsent(Visitor.class, _ -> new Visitor(), Visitor.class);
        }

        @Override
        public void beforeEach(ExtensionContext context) {
            Browser browser = visitor(context).browser;
            browser.patiently(() -> browser.scripting(true).looking(WIDE, Scheme.LIGHT));
        }
    }

    public Browser browser() {
        return browser;
    }

    public TestConsole console() {
        return console;
    }

    /** Goes to a page of the gateway. */
    public Browser open(String path) {
        return browser.open(console.page(path));
    }

    /**
     * Looks at pages at both widths, in light and in dark, and fails with everything that is wrong: what axe finds, what
     * is wider than the screen, what breaks the page's own policy or throws, a page that does not say what is not real,
     * and a figure without unit, quality and method. Keeps a picture of each look.
     */
    public void look(List<String> paths) {
        List<String> faults = new ArrayList<>();
        browser.scripting(true);
        for (String path : paths) {
            browser.patiently(() -> look(path, name(path), faults));
        }
        browser.looking(WIDE, Scheme.LIGHT);
        assertEquals(List.of(), faults, () -> String.join("\n", faults));
    }

    private void look(String path, String name, List<String> faults) {
        browser.looking(WIDE, Scheme.LIGHT).complaints();
        open(path);
        browser.complaints().stream()
                .filter(each -> !each.contains("/nothing-here - Failed to load resource"))
                .forEach(each -> faults.add(path + ": " + each));
        if (browser.bytes() > PAGE_BYTES_MAX) {
            faults.add(path + " has " + browser.bytes() + " bytes");
        }
        String notice = browser.text(".notice");
        for (String word : List.of("Simulated", "Sample data", "Test clock")) {
            if (!notice.contains(word)) {
                faults.add(path + " does not say: " + word);
            }
        }
        Figures.bare(browser).forEach(bare -> faults.add(path + " has a figure with " + bare));
        // Each rule at each width and each colour in each scheme, but not every pair of them.
        look(path, name, WIDE, Scheme.LIGHT, List.of(Question.ALL), faults);
        look(path, name, WIDE, Scheme.DARK, List.of(), faults);
        look(path, name, NARROW, Scheme.LIGHT, List.of(Question.STRUCTURE), faults);
        look(path, name, NARROW, Scheme.DARK, List.of(Question.COLOURS), faults);
    }

    private void look(
            String path, String name, int width, Scheme scheme, List<Question> questions, List<String> faults) {
        browser.looking(width, scheme);
        String look = path + " at " + width + " px, " + scheme;
        questions.stream()
                .flatMap(question -> browser.objections(question).stream())
                .forEach(fault -> faults.add(look + ": " + fault));
        if (browser.overflows()) {
            faults.add(look + ": wider than the screen");
        }
        browser.picture(name + "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT));
    }

    /** Of a picture: the path, with {@code one} for what is in it an id. */
    private String name(String path) {
        if (path.equals(console.partnersOrder())) {
            return "orders-partner";
        }
        String plain = path.replaceAll("[?].*", "")
                .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}|(whk|msg)_[0-9a-f]{32}|slots/[^/?]*", "one")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return plain.isEmpty() ? "overview" : plain;
    }

    @Override
    public void close() {
        console.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException left) {
            // It lies in the machine's temporary folder, which is cleared by others.
        }
    }
}
