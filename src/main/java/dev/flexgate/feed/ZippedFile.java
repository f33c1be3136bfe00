package dev.flexgate.feed;

import dev.flexgate.feed.Fetched.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.ZipInputStream;

/** The one file of a zip archive, unpacked within bounds: what grows further is not a report. */
final class ZippedFile {

    static final int BYTES_MAX = 4 * 1024 * 1024;

    private ZippedFile() {}

    static byte[] only(byte[] archive) {
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            if (zip.getNextEntry() == null) {
                throw new BadAnswerException(Reason.NOT_READABLE, "not a zip archive");
            }
            byte[] file = zip.readNBytes(BYTES_MAX + 1);
            if (file.length > BYTES_MAX) {
                throw new BadAnswerException(Reason.TOO_LARGE, "a file of more than " + BYTES_MAX + " bytes");
            }
            if (zip.getNextEntry() != null) {
                throw new BadAnswerException(Reason.WRONG_SHAPE, "more than one file in the archive");
            }
            return file;
        } catch (IOException broken) {
            throw new BadAnswerException(Reason.NOT_READABLE, "not a zip archive", broken);
        }
    }
}
