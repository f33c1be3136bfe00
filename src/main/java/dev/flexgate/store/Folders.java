package dev.flexgate.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@link Files} leaves out. */
final class Folders {

    private static final Pattern KERNEL = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})");

    private Folders() {}

    /** With all that is in it; a missing one is fine. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    /** Makes names that were given or taken in {@code folder} last over a power cut. */
    static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * How PostgreSQL makes a thousand files last: one call for the whole file system takes a tenth of the time, but
     * before Linux 5.8 it kept write errors to itself.
     */
    static String syncMethod(String osName, String osVersion) {
        Matcher version = KERNEL.matcher(osVersion);
        boolean honest = osName.equals("Linux")
                && version.lookingAt()
                && Integer.parseInt(version.group(1)) * 1_000 + Integer.parseInt(version.group(2)) >= 5_008;
        return honest ? "syncfs" : "fsync";
    }

    static String syncMethod() {
        return syncMethod(System.getProperty("os.name"), System.getProperty("os.version"));
    }
}
