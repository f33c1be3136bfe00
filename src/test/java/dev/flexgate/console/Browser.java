package dev.flexgate.console;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.flexgate.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.remote.http.ClientConfig;

/** The machine's own headless Chromium, one a JVM: nothing is downloaded, nothing is mocked. */
public final class Browser {

    /** How the page is to look. */
    public enum Scheme {
        LIGHT,
        DARK
    }

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final int HEIGHT = 900;
    private static final String AXE = axe();

    /** Longer than any page or script may take, so that what exceeds it is a browser that will never answer. */
    private static final Duration ANSWER = Duration.ofSeconds(50);

    private static @Nullable Browser shared;

    private ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** The one browser; skips the test where none is installed, except where the build has to have one. */
    public static synchronized Browser shared() {
        if (!Files.isExecutable(CHROMIUM) || !Files.isExecutable(DRIVER)) {
            String missing = "no " + CHROMIUM + " and " + DRIVER + ": apt-get install chromium chromium-driver";
            if (System.getenv("CI") != null) {
                throw new AssertionError(missing);
            }
            abort(missing);
        }
        if (shared == null) {
            Browser first = new Browser(start());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> first.driver.quit()));
            shared = first;
        }
        return shared;
    }

    /**
     * Runs something that may be run again, and does so in a new browser when this one stops answering: Chromium, out of
     * breath on a machine with little of it, now and then leaves a command of its driver unanswered for ever.
     */
    public void patiently(Runnable look) {
        try {
            look.run();
        } catch (TimeoutException dead) {
            System.err.println("the browser does not answer and is replaced: " + dead.getRawMessage());
            ProcessHandle.current().descendants().filter(Browser::isOurs).forEach(ProcessHandle::destroyForcibly);
            driver = start();
            look.run();
        }
    }

    private static boolean isOurs(ProcessHandle process) {
        return process.info().command().filter(name -> name.contains("chrom")).isPresent();
    }

    private static ChromeDriver start() {
        var options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars");
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
        var driver =
                new ChromeDriver(service, options, ClientConfig.defaultConfig().readTimeout(ANSWER.plusSeconds(10)));
        driver.manage().timeouts().pageLoadTimeout(ANSWER).scriptTimeout(ANSWER);
        return driver;
    }

    /** Another size and look; stays until the next. */
    public Browser looking(int width, Scheme scheme) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", width < 600));
        // Without motion, or colours would be judged while they still change.
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of(
                                        "name",
                                        "prefers-color-scheme",
                                        "value",
                                        scheme == Scheme.DARK ? "dark" : "light"),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
        return this;
    }

    /** Whether pages may run scripts. */
    public Browser scripting(boolean allowed) {
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !allowed));
        return this;
    }

    /** A script that every page runs before its own, until {@link #prepared} is told to stop. */
    public AutoCloseable prepared(String script) {
        Object id = driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script))
                .get("identifier");
        return () -> driver.executeCdpCommand(
                "Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", String.valueOf(id)));
    }

    public Browser open(URI address) {
        driver.get(address.toString());
        return this;
    }

    public String path() {
        return URI.create(Objects.requireNonNull(driver.getCurrentUrl())).getPath();
    }

    public String title() {
        return Objects.requireNonNull(driver.getTitle());
    }

    /** What a person reads in the first element that matches. */
    public String text(String css) {
        return find(css).getText();
    }

    public String text() {
        return text("body");
    }

    /** The first that matches; waits for it. */
    public WebElement find(String css) {
        Await.until(
                css + " on " + driver.getCurrentUrl(),
                () -> !driver.findElements(By.cssSelector(css)).isEmpty());
        return driver.findElement(By.cssSelector(css));
    }

    public List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** Types over what stands in a field. */
    public Browser fill(String css, String text) {
        WebElement field = find(css);
        field.clear();
        field.sendKeys(text);
        return this;
    }

    /** Sets a field of dates, which takes keys in the order of the machine's own language. */
    public Browser set(String css, String value) {
        driver.executeScript("document.querySelector(arguments[0]).value = arguments[1]", css, value);
        return this;
    }

    public Browser choose(String css, String value) {
        find(css + " option[value='" + value + "']").click();
        return this;
    }

    /** Presses the button with these words and waits until the page it leads to is there. */
    public Browser press(String words) {
        WebElement here = driver.findElement(By.tagName("html"));
        driver.findElement(By.xpath("//button[normalize-space()='" + words + "']"))
                .click();
        Await.until("another page after " + words, () -> isGone(here));
        return this;
    }

    /** Follows the link with these words. */
    public Browser follow(String words) {
        WebElement here = driver.findElement(By.tagName("html"));
        driver.findElement(By.partialLinkText(words)).click();
        Await.until("another page after " + words, () -> isGone(here));
        return this;
    }

    private static boolean isGone(WebElement element) {
        try {
            element.getTagName();
            return false;
        } catch (StaleElementReferenceException gone) {
            return true;
        } catch (WebDriverException between) {
            // Asked in the very moment in which one page takes the place of the other.
            return String.valueOf(between.getMessage()).contains("does not belong to the document");
        }
    }

    /** Remembers this very document. */
    public void mark() {
        driver.executeScript("window.marked = true");
    }

    /** Whether the page has not been loaded again since it was marked. */
    public boolean isMarked() {
        return Boolean.TRUE.equals(driver.executeScript("return window.marked === true"));
    }

    /** Runs a script and waits for what it calls back with. */
    public @Nullable Object await(String script) {
        return driver.executeAsyncScript(script);
    }

    /** What axe is asked. */
    public enum Question {
        /** Every rule. */
        ALL("{}"),
        /** Every rule but those of colour, which take longer than all others together. */
        STRUCTURE("{rules: {'color-contrast': {enabled: false}, 'link-in-text-block': {enabled: false}}}"),
        /** What alone can differ between light and dark: the elements are the same. */
        COLOURS("{runOnly: {type: 'rule', values: ['color-contrast', 'link-in-text-block']}}");

        private final String options;

        Question(String options) {
            this.options = options;
        }
    }

    /** What axe objects to, a line each; empty when it finds nothing. */
    public List<String> objections(Question question) {
        // Half a megabyte: sent once for each page, not once for each look at it.
        if (!Boolean.TRUE.equals(driver.executeScript("return 'axe' in window"))) {
            driver.executeScript(AXE);
        }
        Object found = await("""
                const done = arguments[arguments.length - 1];
                const options = Object.assign({resultTypes: ['violations'], preload: false}, OPTIONS);
                const drawn = () => axe.run(document, options).then((result) => done(result.violations.flatMap(
                    (rule) => rule.nodes.map((node) => rule.id + ': ' + node.target.join(' ') + ' '
                        + (node.failureSummary || '').replace(/\\s+/g, ' ')))));
                // What follows the size of the window does so in the next frame.
                requestAnimationFrame(() => requestAnimationFrame(drawn));
                """.replace("OPTIONS", question.options));
        return ((List<?>) Objects.requireNonNull(found))
                .stream().map(String::valueOf).toList();
    }

    /** Length of the page as it came, in bytes. */
    public long bytes() {
        return ((Number) Objects.requireNonNull(
                        driver.executeScript("return performance.getEntriesByType('navigation')[0].decodedBodySize")))
                .longValue();
    }

    /** Whether the page is wider than the screen. */
    public boolean overflows() {
        return Boolean.TRUE.equals(driver.executeScript(
                "return document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"));
    }

    /** What the browser complained about since it was last asked: errors of scripts, refusals of the policy. */
    public List<String> complaints() {
        return driver.manage().logs().get("browser").getAll().stream()
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    /** Keeps a picture of the whole page. */
    public void picture(String name) {
        Map<String, Object> taken = driver.executeCdpCommand(
                "Page.captureScreenshot",
                Map.of("format", "png", "captureBeyondViewport", true, "optimizeForSpeed", true));
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(
                    SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode(String.valueOf(taken.get("data"))));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String axe() {
        try (InputStream script = Objects.requireNonNull(Browser.class.getResourceAsStream("/axe.min.js"))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
