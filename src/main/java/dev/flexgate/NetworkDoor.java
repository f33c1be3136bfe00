package dev.flexgate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.BecknNode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.registry.Enrolment;
import dev.flexgate.beckn.registry.KnownKeys;
import dev.flexgate.beckn.registry.Registry;
import dev.flexgate.beckn.registry.RegistryChoice;
import dev.flexgate.beckn.registry.RegistryLimits;
import dev.flexgate.identity.EncryptionKey;
import dev.flexgate.identity.KeyFolder;
import dev.flexgate.identity.PublicKey32;
import dev.flexgate.store.Database;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.StrictJson;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/** Wires who is on the network: whom the gateway asks about others, and how it gets itself into the registry. */
record NetworkDoor(BecknNode node, Registry registry, Optional<Enrolment> enrolment) implements AutoCloseable {

    private static final int CHALLENGE_BYTES_MAX = 16 * 1024;

    static NetworkDoor open(
            NetworkSettings network,
            BecknNode node,
            KeyFolder keys,
            Database database,
            OutboundHttp outbound,
            InstantSource clock,
            MeterRegistry meters) {
        RegistrySettings settings = network.registry();
        Registry registry = Registry.of(
                network.registryFile(),
                settings.choice(),
                settings.networks(),
                new Registry.Around(
                        node.sender(),
                        outbound,
                        KnownKeys.open(database, clock),
                        RegistryLimits.DEFAULT,
                        clock,
                        meters));
        Optional<Enrolment> enrolment =
                settings.subscribe() && settings.choice() instanceof RegistryChoice.Lookups lookups
                        ? Optional.of(enrolment(settings, lookups, node, keys, outbound, clock))
                        : Optional.empty();
        enrolment.ifPresent(Enrolment::start);
        return new NetworkDoor(node, registry, enrolment);
    }

    private static Enrolment enrolment(
            RegistrySettings settings,
            RegistryChoice.Lookups lookups,
            BecknNode node,
            KeyFolder keys,
            OutboundHttp outbound,
            InstantSource clock) {
        var entry = new Enrolment.Entry(
                node.sender(), node.url(), settings.domain(), EncryptionKey.of(keys.loadOrCreate("encryption")));
        Optional<PublicKey32> signing =
                Optional.of(settings.signingKey()).filter(key -> !key.isEmpty()).map(PublicKey32::ofBase64);
        var office = new Enrolment.Office(lookups.base(), settings.encryptionKey(), signing);
        return new Enrolment(entry, office, outbound, RegistryLimits.DEFAULT, clock);
    }

    /** Adds {@code POST /beckn/on_subscribe}, where the registry's challenge arrives. */
    void addTo(Router router, Vertx vertx) {
        enrolment.ifPresent(enrolled -> router.post("/beckn/on_subscribe")
                .handler(BodyHandler.create(false).setBodyLimit(CHALLENGE_BYTES_MAX))
                .handler(context -> vertx.executeBlocking(() -> answer(enrolled, context))
                        .onSuccess(answer -> send(context, 200, Json.object().put("answer", answer)))
                        .onFailure(failure -> refuse(context, failure))));
    }

    private static String answer(Enrolment enrolment, RoutingContext context) {
        Buffer buffer = context.body().buffer();
        byte[] body = buffer == null ? new byte[0] : buffer.getBytes();
        JsonNode json = StrictJson.parse(body);
        String authorization = Objects.requireNonNullElse(context.request().getHeader("Authorization"), "");
        return enrolment.answer(body, authorization, json.path("challenge").asText());
    }

    private static void refuse(RoutingContext context, Throwable failure) {
        var error = Json.object();
        int status;
        switch (failure) {
            case RefusedException refused -> {
                status = refused.code().httpStatus();
                error.put("code", refused.code().name())
                        .put("message", refused.error().message());
            }
            case JsonRefusedException refused -> {
                status = 400;
                error.put("code", "SCH_INVALID_JSON").put("message", refused.getMessage());
            }
            default -> {
                status = 500;
                error.put("code", "NET_INTERNAL_ERROR").put("message", "the challenge could not be answered");
            }
        }
        send(context, status, Json.object().set("error", error));
    }

    private static void send(RoutingContext context, int status, JsonNode json) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(Json.bytes(json)))
                .onFailure(_ -> {}); // the registry has gone: it will ask again
    }

    @Override
    public void close() {
        enrolment.ifPresent(Enrolment::close);
    }
}
