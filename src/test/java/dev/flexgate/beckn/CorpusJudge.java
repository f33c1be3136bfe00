package dev.flexgate.beckn;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import dev.flexgate.beckn.CorpusMessages.Tongue;
import dev.flexgate.beckn.CorpusMessages.Valid;
import dev.flexgate.beckn.CorpusRun.Fate;
import dev.flexgate.beckn.Spoiling.Kind;
import dev.flexgate.beckn.Spoiling.Spoilt;
import dev.flexgate.beckn.dialect.Admits;
import dev.flexgate.beckn.message.RefusedException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a bad message must come to, and what it must not, wherever it is sent: docs/reference/bad-input.md. */
final class CorpusJudge {

    private static final int ANSWER_MAX = 4_096;

    /** Nothing of how the gateway is made may show in an answer. */
    private static final Pattern ENTRAILS = Pattern.compile(
            "Exception|java\\.|\\tat |dev\\.flexgate|io\\.vertx|postgres|SQLSTATE|/home/|jdbc",
            Pattern.CASE_INSENSITIVE);

    /** Members that LTS alone has. */
    private static final Pattern FOREIGN =
            Pattern.compile("contract|commitments|ratingInputs|orderId|intent\\.spatial");

    private final Admits admits;

    CorpusJudge(Admits admits) {
        this.admits = admits;
    }

    /** What the schema says; nothing where rc1 cannot even be mended. */
    List<Error> faults(Spoilt spoilt) {
        Valid from = spoilt.from();
        try {
            return admits.errors(from.tongue().schemas, from.action(), from.word(), spoilt.json());
        } catch (RefusedException refusedWhileMending) {
            return List.of();
        }
    }

    /** What is wrong with what it came to. */
    List<String> judge(Spoilt spoilt, Fate fate, List<Error> faults, String harmless) {
        return Stream.of(
                        unharmed(spoilt, fate),
                        bySchema(spoilt, fate, faults),
                        recorded(fate),
                        asHarmless(fate, harmless, spoilt))
                .filter(fault -> !fault.isEmpty())
                .map(fault -> spoilt + ": " + fault + " [" + fate.outcome() + " " + fate.path() + "]")
                .toList();
    }

    /** Whatever came: an answer in the form of the protocol that tells nothing of us and repeats nothing long. */
    private static String unharmed(Spoilt spoilt, Fate fate) {
        String text = new String(fate.answer().body(), UTF_8);
        if (fate.attempts() > 0) {
            return "its answering failed";
        }
        if (fate.answer().status() >= 500 && fate.answer().status() != 501) {
            return "status " + fate.answer().status() + " " + text;
        }
        if (fate.status().isEmpty()) {
            return "no acknowledgement: " + text;
        }
        if (text.length() > ANSWER_MAX || ENTRAILS.matcher(text).find()) {
            return "says too much: " + text;
        }
        JsonNode error = fate.callback().path("error");
        String said = text + error;
        String place = error.at("/details/path").asText(error.path("paths").asText());
        if (spoilt.from().tongue() != Tongue.LTS && FOREIGN.matcher(place).find()) {
            return "names a place that this dialect does not have: " + place;
        }
        boolean isLong = spoilt.inserted().length() > 100;
        if (isLong && said.contains(spoilt.inserted().substring(0, 100))) {
            return "repeats what was sent: " + said;
        }
        if (fate.isAcknowledged() && fate.callback().isMissingNode()) {
            return "acknowledged and not answered";
        }
        return error.isMissingNode() || !ENTRAILS.matcher(error.toString()).find() ? "" : "says too much: " + error;
    }

    /** What the schema does not admit is refused at once, with a code for what is wrong there; in rc1 after mending. */
    private static String bySchema(Spoilt spoilt, Fate fate, List<Error> errors) {
        String family = fate.code().length() < 3 ? "" : fate.code().substring(0, 3);
        if (errors.isEmpty()) {
            boolean lawful = fate.isAcknowledged()
                    ? Set.of("", "BIZ", "SCH", "POL").contains(family)
                    : Set.of("CTX", "SCH", "AUT", "BIZ").contains(family)
                            || fate.code().equals("NET_NOT_IMPLEMENTED");
            return lawful ? "" : "no code for this";
        }
        if (fate.isAcknowledged()) {
            return "admitted though " + errors.getFirst();
        }
        boolean inContext = spoilt.path().startsWith("$.context");
        boolean known = inContext ? !family.equals("BIZ") : family.equals("SCH") || family.equals("CTX");
        if (!known) {
            return "no code for this";
        }
        boolean required = spoilt.kind() == Kind.ABSENT
                && errors.stream().allMatch(error -> error.getKeyword().equals("required"));
        boolean says = Set.of("CTX_MISSING_FIELD", "CTX_CALLBACK_URL_MISSING", "SCH_REQUIRED_FIELD_MISSING")
                .contains(fate.code());
        return required && !says ? "it is required, which the code does not say" : "";
    }

    private static String recorded(Fate fate) {
        if (fate.isAcknowledged()) {
            return fate.refusals() > 1 ? fate.refusals() + " records" : "";
        }
        return fate.refusals() == 1 ? "" : fate.refusals() + " records of its refusal";
    }

    /** A naughty string fares as a harmless word in its place, or better, or is refused for its form. */
    private static String asHarmless(Fate fate, String harmless, Spoilt spoilt) {
        if (spoilt.kind() != Kind.NAUGHTY || fate.outcome().equals(harmless)) {
            return "";
        }
        if (spoilt.from().changesOrders() && fate.isAcknowledged()) {
            return ""; // what it came upon depends on who came before it
        }
        if (fate.isAcknowledged() && !harmless.startsWith("ACK")) {
            return ""; // it happens to have the form that is asked for there
        }
        if (harmless.equals("ACK BIZ_ORDER_NOT_FOUND") && fate.isAcknowledged()) {
            return ""; // an order may have been given this name by the case of an earlier action
        }
        boolean form = fate.code().startsWith("SCH_")
                || fate.code().startsWith("CTX_")
                || fate.code().isEmpty();
        return form ? "" : "harmless words fare otherwise: " + harmless;
    }
}
