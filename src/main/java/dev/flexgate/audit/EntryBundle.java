package dev.flexgate.audit;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The bytes of an entry tile, C2SP tlog-tiles: for each entry its length in two bytes, then itself. */
public final class EntryBundle {

    public static final int ENTRY_BYTES_MAX = 65_535;

    private EntryBundle() {}

    public static byte[] bytes(List<byte[]> entries) {
        var bytes = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            if (entry.length > ENTRY_BYTES_MAX) {
                throw new IllegalArgumentException("an entry has at most " + ENTRY_BYTES_MAX + " bytes");
            }
            bytes.write(entry.length >>> 8);
            bytes.write(entry.length);
            bytes.writeBytes(entry);
        }
        return bytes.toByteArray();
    }

    /**
     * The entries that were put into a bundle.
     *
     * @throws IllegalArgumentException if the bytes end within an entry
     */
    public static List<byte[]> entries(byte[] bundle) {
        var entries = new ArrayList<byte[]>();
        int at = 0;
        while (at < bundle.length) {
            if (at + 2 > bundle.length) {
                throw new IllegalArgumentException("the bundle ends within a length");
            }
            int end = at + 2 + Byte.toUnsignedInt(bundle[at]) * 256 + Byte.toUnsignedInt(bundle[at + 1]);
            if (end > bundle.length) {
                throw new IllegalArgumentException("the bundle ends within an entry");
            }
            entries.add(Arrays.copyOfRange(bundle, at + 2, end));
            at = end;
        }
        return entries;
    }
}
