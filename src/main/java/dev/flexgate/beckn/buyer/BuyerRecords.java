package dev.flexgate.beckn.buyer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.Evidence;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.beckn.BecknEvidence;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Records what we asked of partners and what they answered, as far as it concerns something bought. */
final class BuyerRecords {

    private static final int TEXT_LENGTH_MAX = 500;

    private final AuditLog audit;
    private final Actor actor;

    BuyerRecords(AuditLog audit, Actor actor) {
        this.audit = audit;
        this.actor = actor;
    }

    /** Looking around and previews bind nobody. */
    private static boolean matters(Action action, boolean preview) {
        return !preview && action.binds();
    }

    void asked(Tx tx, Question question, String tenant) {
        if (!matters(question.action(), question.preview())) {
            return;
        }
        ObjectNode content = Json.object();
        protocol(content, question.action(), question.dialect(), question.messageId(), question.purchase())
                .put("receiver", question.partner())
                .put("requestSha256", Digests.sha256Hex(question.body()));
        content.putObject("decision").put("outcome", "ASKED").put("tenant", tenant);
        append(tx, RecordType.PURCHASE_ASKED, question.sentAt(), question.purchase(), 0, content, List.of());
    }

    /** A partner has answered, for better or worse. */
    void answered(Tx tx, Question question, Heard heard, String outcome, String reason, int version, Instant now) {
        if (matters(question.action(), question.preview())) {
            told(tx, question.purchase(), heard, outcome, reason, question.signatures(), version, now);
        }
    }

    /** A partner has said something unasked. */
    void news(Tx tx, UUID purchase, Heard heard, int version, Instant now) {
        told(tx, purchase, heard, "TOLD", "", List.of(), version, now);
    }

    private void told(
            Tx tx,
            UUID purchase,
            Heard heard,
            String outcome,
            String reason,
            List<String> signatures,
            int version,
            Instant now) {
        ObjectNode content = Json.object();
        protocol(content, heard.action(), heard.dialect().name(), heard.messageId(), purchase)
                .put("sender", heard.partner())
                .put("senderKey", heard.publicKey())
                .put("callbackSha256", Digests.sha256Hex(heard.body()));
        content.putObject("decision").put("outcome", outcome).put("reasonCode", plain(reason));
        var evidence = new ArrayList<Evidence>();
        evidence.add(new Evidence(BecknEvidence.REQUEST, "application/json", Buffer.buffer(heard.body())));
        evidence.add(text(BecknEvidence.AUTHORIZATION, heard.authorization()));
        if (!signatures.isEmpty()) {
            evidence.add(text(BecknEvidence.ASKED_UNDER, String.join("\n", signatures)));
        }
        append(tx, RecordType.PURCHASE_ANSWERED, now, purchase, version, content, evidence);
    }

    private static Evidence text(String role, String text) {
        return new Evidence(role, "text/plain", Buffer.buffer(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** It was refused at once, or never arrived. */
    void failed(Tx tx, Question question, String outcome, String code, String note, Instant now) {
        if (!matters(question.action(), question.preview())) {
            return;
        }
        ObjectNode content = Json.object();
        protocol(content, question.action(), question.dialect(), question.messageId(), question.purchase())
                .put("receiver", question.partner())
                .put("requestSha256", Digests.sha256Hex(question.body()));
        content.putObject("decision")
                .put("outcome", outcome)
                .put("reasonCode", plain(code))
                .put("reasonText", plain(note));
        append(tx, RecordType.PURCHASE_ANSWERED, now, question.purchase(), 0, content, List.of());
    }

    private static ObjectNode protocol(
            ObjectNode content, Action action, String dialect, String messageId, UUID purchase) {
        return content.putObject("protocol")
                .put("network", "beckn")
                .put("dialect", dialect)
                .put("action", action.label())
                .put("messageId", messageId)
                .put("transactionId", purchase.toString());
    }

    private void append(
            Tx tx,
            RecordType type,
            Instant at,
            UUID purchase,
            int version,
            ObjectNode content,
            List<Evidence> evidence) {
        audit.append(
                tx,
                new Decision(
                        type,
                        at,
                        actor,
                        new Subject("purchase", purchase.toString(), version),
                        List.of(),
                        content,
                        evidence));
    }

    /** A partner's words, as a record may hold them. */
    private static String plain(String text) {
        String one = text.replaceAll("[\\p{Cntrl}\\p{Cs}]", " ");
        return one.length() <= TEXT_LENGTH_MAX
                ? one
                : one.substring(0, TEXT_LENGTH_MAX).replaceAll("\\p{Cs}$", "");
    }
}
