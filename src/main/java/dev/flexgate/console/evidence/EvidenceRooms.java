package dev.flexgate.console.evidence;

import dev.flexgate.audit.LogReader;
import dev.flexgate.audit.LogSearch;
import dev.flexgate.audit.NoteKey;
import dev.flexgate.console.Times;
import dev.flexgate.identity.PublicKey32;
import java.util.List;

/**
 * What the audit pages read.
 *
 * @param logKey whose checkpoints this gateway publishes
 * @param recordKeys every key that has ever signed a record here
 * @param times how moments are written
 */
public record EvidenceRooms(
        LogReader log, LogSearch search, NoteKey logKey, List<PublicKey32> recordKeys, Times times) {

    public EvidenceRooms {
        recordKeys = List.copyOf(recordKeys);
    }

    /** What this gateway says its keys are, in the words of the verifier. */
    String publishedTrust() {
        var lines = new StringBuilder("log " + logKey.text() + "\n");
        recordKeys.forEach(key -> lines.append("key ").append(key.base64Url()).append('\n'));
        return lines.toString();
    }
}
