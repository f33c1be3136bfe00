package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.identity.access.ApiKey;
import dev.flexgate.identity.access.ApiKeys;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.identity.access.KeyAnswer;
import dev.flexgate.identity.access.KeyRequest;
import dev.flexgate.identity.access.Scope;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * API keys: {@code /keys}, and {@code /whoami}. A key is shown in the answer that makes it and never again: under an
 * Idempotency-Key a repeat makes no second one, and hears which key was made instead of its text.
 */
final class KeyPages {

    private static final Duration OVERLAP = Duration.ofHours(24);

    private final ApiKeys keys;

    KeyPages(ApiKeys keys) {
        this.keys = keys;
    }

    void addTo(Router router, Answers answers) {
        router.get("/whoami").handler(answers.to(KeyPages::whoami));
        router.get("/keys").handler(answers.to(this::keys));
        router.post("/keys").handler(answers.onceIfKeyed(this::create, keys::refreshSoon));
        router.postWithRegex("/keys/(?<keyId>[^/:]+):rotate")
                .handler(answers.onceIfKeyed(this::rotate, keys::refreshSoon));
        router.postWithRegex("/keys/(?<keyId>[^/:]+):revoke").handler(answers.to(this::revoke));
    }

    private static Answer whoami(RoutingContext context) {
        Caller caller = Caller.of(context);
        ObjectNode json = Json.object().put("tenant", caller.tenant()).put("keyId", caller.keyId());
        ArrayNode scopes = json.putArray("scopes");
        EnumSet.copyOf(caller.scopes()).forEach(scope -> scopes.add(scope.text()));
        ArrayNode participants = json.putArray("participants");
        caller.participants().stream().sorted().forEach(participants::add);
        return new Answer.Found(json);
    }

    private Answer keys(RoutingContext context) {
        Page page = Page.of(context);
        List<ApiKey> found = keys.page(page.after(), page.limit());
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("keys");
        found.forEach(key -> list.add(json(key)));
        if (found.size() == page.limit()) {
            body.put("next", found.getLast().id());
        }
        return new Answer.Found(body);
    }

    private Answer create(RoutingContext context, Tx tx) {
        JsonForm form = JsonForm.of(context);
        Optional<String> label = form.required("label", "\"nightly pipeline\"", JsonForm::text);
        Optional<String> tenant = form.required("tenant", "\"fen-research\"", JsonForm::text);
        Optional<Set<Scope>> scopes =
                form.required("scopes", "[\"jobs:write\"]", value -> scopes(JsonForm.texts(value)));
        Optional<Instant> expiry =
                form.optional("expiresAt", Instant.MAX, "\"2027-11-21T00:00:00Z\"", JsonForm::moment);
        form.complain();
        Instant ends = expiry.orElseThrow();
        var request = new KeyRequest(
                label.orElseThrow(),
                tenant.orElseThrow(),
                scopes.orElseThrow(),
                ends.equals(Instant.MAX) ? null : ends);
        return answer(keys.create(tx, request, Caller.of(context).keyId()));
    }

    private static Set<Scope> scopes(List<String> texts) {
        var scopes = EnumSet.noneOf(Scope.class);
        texts.forEach(text -> scopes.add(Scope.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("has an unknown scope '" + text + "'; known are "
                        + EnumSet.allOf(Scope.class).stream().map(Scope::text).toList()))));
        return scopes;
    }

    private Answer rotate(RoutingContext context, Tx tx) {
        Duration overlap =
                Page.parameter(context, "overlap").map(Duration::parse).orElse(OVERLAP);
        return answer(keys.rotate(
                tx, Page.path(context, "keyId"), overlap, Caller.of(context).keyId()));
    }

    private Answer revoke(RoutingContext context) {
        return answer(
                keys.revoke(Page.path(context, "keyId"), Caller.of(context).keyId()));
    }

    private static Answer answer(KeyAnswer answer) {
        return switch (answer) {
            case KeyAnswer.Made made ->
                new Answer.ToldOnce(
                        new Answer.Created(
                                "/api/v1/keys",
                                json(made.key()).put("key", made.text().reveal())),
                        Problem.of(
                                        ProblemCode.SECRET_TOLD_ONCE,
                                        "key " + made.key().id() + " was made by the first request")
                                .with("resource", made.key().id())
                                .with(
                                        "rotate",
                                        "POST /api/v1/keys/" + made.key().id() + ":rotate"));
            case KeyAnswer.Changed changed -> new Answer.Found(json(changed.key()));
            case KeyAnswer.Refused refused -> new Answer.Refused(Problem.of(refused.code(), refused.detail()));
        };
    }

    private static ObjectNode json(ApiKey key) {
        ObjectNode json =
                Json.object().put("keyId", key.id()).put("label", key.label()).put("tenant", key.tenant());
        ArrayNode scopes = json.putArray("scopes");
        key.scopes().stream().sorted().forEach(scope -> scopes.add(scope.text()));
        json.put("createdAt", key.createdAt().toString()).put("createdBy", key.createdBy());
        key.times().expiresAt().ifPresent(at -> json.put("expiresAt", at.toString()));
        key.times().revokedAt().ifPresent(at -> json.put("revokedAt", at.toString()));
        key.times().lastUsedAt().ifPresent(at -> json.put("lastUsedAt", at.toString()));
        return json;
    }
}
