package dev.flexgate.audit;

import dev.flexgate.identity.PublicKey32;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The words that go with a bundle: what it is, and the commands that check it with nothing of ours. */
final class BundleReadme {

    private static final String TEXT = """
            # Audit bundle: {entityType} {entityId}

            Everything that was decided about this {entityType}, everything those decisions rest on, and proof that all of it
            stands unchanged in the log `{origin}`, which only grows. Trust one thing from elsewhere: the log's
            verifier key. It must be the one you were given by a way you trust, not merely the one printed here:

                {log}

            | file | what it is |
            |---|---|
            | `records/*.jws` | one decision each: a JWS (RFC 7515), signed with Ed25519; the file is the leaf of the tree |
            | `records/*.tlog-proof` | where that leaf stands, under a signed checkpoint (C2SP tlog-proof) |
            | `evidence/*` | the raw bytes the decisions rest on; each file is named by its SHA-256 |
            | `jwks.json` | the public keys of the records |
            | `policy.txt` | the log and its witnesses (C2SP tlog-policy) |
            | `manifest.json` | SHA-256 of every file |

            ## Records

            | index | type | recorded at | record |
            |---|---|---|---|
            {records}
            ## Check it without us

            Needs `sh`, `openssl` 3 and the usual tools. For any record:

            ```sh
            record={record}
            key={key}

            # 1. The record is signed by that key of jwks.json. Prints: Signature Verified Successfully
            cut -d. -f1,2 "$record.jws" | tr -d '\\n' > signing-input
            echo "$(cut -d. -f3 "$record.jws")==" | tr -- '-_' '+/' | base64 -d > signature
            { printf '\\060\\052\\060\\005\\006\\003\\053\\145\\160\\003\\041\\000'; echo "$key=" | tr -- '-_' '+/' | base64 -d; } > key.der
            openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in signing-input -sigfile signature

            # 2. What it says.
            { cut -d. -f2 "$record.jws" | tr -d '\\n'; echo '=='; } | tr -- '-_' '+/' | base64 -d 2>/dev/null; echo

            # 3. The checkpoint in its proof is signed by the log. Prints: Signature Verified Successfully
            log='{log}'
            sed '1,/^$/d' "$record.tlog-proof" | sed '/^$/,$d' > checkpoint-text
            tail -n 1 "$record.tlog-proof" | cut -d' ' -f3 | base64 -d | tail -c 64 > signature
            { printf '\\060\\052\\060\\005\\006\\003\\053\\145\\160\\003\\041\\000'; echo "$log" | cut -d+ -f3- | base64 -d | tail -c 32; } > key.der
            openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in checkpoint-text -sigfile signature

            # 4. The leaf of the tree is the record: this hash, folded with the hashes of the proof as RFC 9162
            #    section 2.1.3.2 says, gives the root in the third line of the checkpoint.
            { printf '\\000'; cat "$record.jws"; } | openssl dgst -sha256 -binary | base64

            # 5. The evidence is what the record names. Prints nothing when it is.
            for file in evidence/*; do [ -f "$file" ] && echo "$(basename "$file")  $file"; done | sha256sum --check --quiet
            ```

            Every record names its causes (`causedBy`) and the record before it about the same subject (`prev`, with
            the SHA-256 of that file). Seeing that nothing follows the last one takes a later checkpoint of the log.
            """;

    private BundleReadme() {}

    static String text(
            String entityType,
            String entityId,
            NoteKey log,
            List<PublicKey32> recordKeys,
            Collection<StoredRecord> records) {
        var lines = new ArrayList<String>();
        for (StoredRecord record : records) {
            lines.add(String.format(
                    "| %d | %s | %s | %s |",
                    record.index(),
                    record.payload().path("type").asText(),
                    record.payload().path("recordedAt").asText(),
                    record.id()));
        }
        StoredRecord last = List.copyOf(records).getLast();
        String signer = SignedRecord.parse(last.jws()).keyId();
        String key = recordKeys.stream()
                .filter(each -> each.thumbprint().equals(signer))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the key " + signer + " of a record is not published"))
                .base64Url();
        return TEXT.replace("{origin}", log.name())
                .replace("{log}", log.text())
                .replace("{record}", Bundler.name(last.index(), last.id()))
                .replace("{key}", key)
                .replace("{records}", String.join("\n", lines) + "\n")
                .replace("{entityType}", entityType)
                .replace("{entityId}", entityId);
    }
}
