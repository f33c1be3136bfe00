package dev.flexgate.console.evidence;

import dev.flexgate.wire.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The verifier as one file that works from disk: the console's own modules, one after the other, since a file may not
 * import another. Its policy lets no other script run and none reach the network.
 */
public final class VerifierFile {

    /** Each after those it leans on. */
    private static final List<String> MODULES = List.of(
            "bytes",
            "canonical",
            "blake2b",
            "merkle",
            "note",
            "record",
            "zip",
            "bundle",
            "counterparty",
            "trust",
            "seen",
            "steps",
            "gateway",
            "page");

    private static final Pattern IMPORT = Pattern.compile("^import .*;\n", Pattern.MULTILINE);
    private static final Pattern EXPORT = Pattern.compile("^export ", Pattern.MULTILINE);

    private final String html;

    public VerifierFile() {
        var script = new StringBuilder("\n");
        for (String module : MODULES) {
            String source = text(module + ".js");
            script.append(EXPORT.matcher(IMPORT.matcher(source).replaceAll("")).replaceAll(""))
                    .append('\n');
        }
        String style = "\n" + text("page.css") + text("verify.css");
        this.html = text("verify.html")
                .replace("{script-hash}", base64Sha256(script.toString()))
                .replace("{style-hash}", base64Sha256(style))
                .replace("{bytes}", Integer.toString(script.length()))
                .replace("{style}", style)
                .replace("{script}", script);
    }

    /** The whole file. */
    public String html() {
        return html;
    }

    /** SHA-256 of the file in hexadecimal, to compare with what {@code sha256sum} says. */
    public String sha256() {
        return Digests.sha256Hex(html.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64Sha256(String text) {
        return Base64.getEncoder().encodeToString(Digests.sha256(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(String name) {
        try (InputStream stream = VerifierFile.class.getResourceAsStream("/static/verify/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("the jar lacks static/verify/" + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
