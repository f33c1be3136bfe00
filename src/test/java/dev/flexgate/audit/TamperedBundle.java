package dev.flexgate.audit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Bundles of which one file says something else: a flipped byte of the container may be one that nobody reads. */
public final class TamperedBundle {

    private TamperedBundle() {}

    /** {@code bundle} with the first file whose name holds {@code part} changed by {@code tampering}. */
    public static byte[] of(byte[] bundle, String part, UnaryOperator<byte[]> tampering) throws IOException {
        var out = new ByteArrayOutputStream();
        boolean isDone = false;
        try (var in = new ZipInputStream(new ByteArrayInputStream(bundle));
                var zip = new ZipOutputStream(out)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] content = in.readAllBytes();
                boolean isMeant =
                        !isDone && content.length > 0 && entry.getName().contains(part);
                zip.putNextEntry(new ZipEntry(entry.getName()));
                zip.write(isMeant ? tampering.apply(content) : content);
                zip.closeEntry();
                isDone |= isMeant;
            }
        }
        if (!isDone) {
            throw new IllegalArgumentException("no file of the bundle is called " + part);
        }
        return out.toByteArray();
    }
}
