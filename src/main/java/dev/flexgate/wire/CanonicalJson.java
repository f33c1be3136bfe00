package dev.flexgate.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * One text for one value: RFC 8785, on a profile tight enough that no reader can see another value in it. Only
 * trees that FlexGate built itself are written this way; nothing is ever canonicalised again in order to verify.
 *
 * <p>RFC 8785 writes numbers as an ECMAScript double would print. We allow only integers within ±(2^53-1), for
 * which that is plain decimal; finer quantities are integers in a smaller unit or decimal strings. Strings are
 * whole Unicode in normal form C, so that texts that look the same are the same. Depth and size are bounded so
 * that the signed record fits in a log entry of 65,535 bytes.
 */
public final class CanonicalJson {

    public static final int DEPTH_MAX = 16;
    public static final int BYTES_MAX = 48 * 1024;

    private static final BigInteger INTEGER_MAX = BigInteger.valueOf((1L << 53) - 1);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

    private CanonicalJson() {}

    /**
     * The canonical text of {@code node} in UTF-8.
     *
     * @throws NotCanonicalException when the tree lies outside the profile
     */
    public static byte[] bytes(JsonNode node) {
        var writing = new CanonicalJson();
        writing.write(node, "", 0);
        if (writing.out.size() > BYTES_MAX) {
            throw new NotCanonicalException("", "is longer than " + BYTES_MAX + " bytes");
        }
        return writing.out.toByteArray();
    }

    private void write(JsonNode node, String pointer, int depth) {
        if (depth > DEPTH_MAX) {
            throw new NotCanonicalException(pointer, "is nested deeper than " + DEPTH_MAX);
        }
        switch (node.getNodeType()) {
            case OBJECT -> writeObject(node, pointer, depth);
            case ARRAY -> writeArray(node, pointer, depth);
            case STRING -> writeString(node.textValue(), pointer);
            case NUMBER -> ascii(integer(node, pointer).toString());
            case BOOLEAN -> ascii(node.booleanValue() ? "true" : "false");
            case NULL -> ascii("null");
            case BINARY, MISSING, POJO -> throw new NotCanonicalException(pointer, "is not a JSON value");
        }
    }

    private void writeObject(JsonNode node, String pointer, int depth) {
        // String's own order is that of UTF-16 code units, as RFC 8785 section 3.2.3 asks.
        List<String> names = new ArrayList<>(node.size());
        node.fieldNames().forEachRemaining(names::add);
        names.sort(null);
        out.write('{');
        String comma = "";
        for (String name : names) {
            ascii(comma);
            comma = ",";
            String inside = pointer + "/" + name;
            writeString(name, inside);
            out.write(':');
            write(node.get(name), inside, depth + 1);
        }
        out.write('}');
    }

    private void writeArray(JsonNode node, String pointer, int depth) {
        out.write('[');
        for (int at = 0; at < node.size(); at++) {
            if (at > 0) {
                out.write(',');
            }
            write(node.get(at), pointer + "/" + at, depth + 1);
        }
        out.write(']');
    }

    private static BigInteger integer(JsonNode node, String pointer) {
        if (node.isDouble() || node.isFloat()) {
            throw new NotCanonicalException(pointer, "is a binary floating-point number");
        }
        BigDecimal value = node.decimalValue().stripTrailingZeros();
        // Precision minus scale is the count of digits before the point: 16 digits are enough for 2^53.
        if (value.scale() > 0 || value.precision() - value.scale() > 16) {
            throw new NotCanonicalException(pointer, "is not an integer within 2^53-1");
        }
        BigInteger integer = value.toBigIntegerExact();
        if (integer.abs().compareTo(INTEGER_MAX) > 0) {
            throw new NotCanonicalException(pointer, "is not an integer within 2^53-1");
        }
        return integer;
    }

    private void writeString(String text, String pointer) {
        if (!Surrogates.whole(text)) {
            throw new NotCanonicalException(pointer, "has half of a surrogate pair");
        }
        if (!Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
            throw new NotCanonicalException(pointer, "is not in Unicode normal form C");
        }
        var escaped = new StringBuilder(text.length() + 16).append('"');
        for (int at = 0; at < text.length(); at++) {
            escape(escaped, text.charAt(at));
        }
        out.writeBytes(escaped.append('"').toString().getBytes(StandardCharsets.UTF_8));
    }

    /** RFC 8785 section 3.2.2.2: the seven short escapes, other controls as lower-case hex, the rest as it is. */
    private static void escape(StringBuilder escaped, char here) {
        switch (here) {
            case '"' -> escaped.append("\\\"");
            case '\\' -> escaped.append("\\\\");
            case '\b' -> escaped.append("\\b");
            case '\f' -> escaped.append("\\f");
            case '\n' -> escaped.append("\\n");
            case '\r' -> escaped.append("\\r");
            case '\t' -> escaped.append("\\t");
            default -> {
                if (here < ' ') {
                    escaped.append(String.format("\\u%04x", (int) here));
                } else {
                    escaped.append(here);
                }
            }
        }
    }

    private void ascii(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
