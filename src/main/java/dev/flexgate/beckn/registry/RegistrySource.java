package dev.flexgate.beckn.registry;

import dev.flexgate.beckn.signature.KeyId;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A registry that is asked over HTTP. */
interface RegistrySource {

    /** What it says of a key, and for how long that may be kept; no duration where it does not say. */
    record Told(Word word, Optional<Duration> ttl) {}

    /** The answer to one question. */
    sealed interface Word {

        /** The key is believed as long as its validity holds. */
        record Listed(Participant participant) implements Word {}

        /** It is listed, but not to be believed. */
        record Barred(String why) implements Word {}

        record NoSubscriber() implements Word {}

        record NoKey() implements Word {}
    }

    /** Name in metrics and logs. */
    String name();

    /** Asks; fails when there is no answer that can be read. */
    Future<Told> ask(KeyId keyId, Instant now);
}
