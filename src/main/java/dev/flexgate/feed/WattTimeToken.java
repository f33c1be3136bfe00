package dev.flexgate.feed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.feed.Offered.Link;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * The token that WattTime lends for half an hour against user and password, renewed in time, and once more when it is
 * refused before that. Shared by all feeds, so that they log in once.
 */
final class WattTimeToken {

    /** Valid for 30 minutes [the official client]; renewed before, as clocks differ and calls take time. */
    private static final Duration RENEWED_AFTER = Duration.ofMinutes(25);

    private final Link link;
    private String token = "";
    private Instant renewAt = Instant.MIN;

    WattTimeToken(Link link) {
        this.link = link;
    }

    /** The JSON at {@code address}; one refused token is replaced, a second refusal stands. */
    JsonNode json(URI address) {
        String held = held();
        try {
            return asked(address, held);
        } catch (BadAnswerException refused) {
            if (refused.reason() != Reason.UNAUTHORIZED) {
                throw refused;
            }
            return asked(address, renewed(held));
        }
    }

    private JsonNode asked(URI address, String with) {
        return link.http().json(Ask.json(address).with("authorization", "Bearer " + with));
    }

    private synchronized String held() {
        if (!link.clock().instant().isBefore(renewAt)) {
            renew();
        }
        return token;
    }

    /** Another feed may have renewed it already. */
    private synchronized String renewed(String refused) {
        if (token.equals(refused)) {
            renew();
        }
        return token;
    }

    private void renew() {
        token = "";
        renewAt = Instant.MIN;
        String basic = Base64.getEncoder().encodeToString(link.key().getBytes(StandardCharsets.UTF_8));
        JsonNode answer = link.http().json(Ask.json(link.at("/login")).with("authorization", "Basic " + basic));
        if (!answer.path("token").isTextual()
                || !answer.path("token").textValue().matches("[!-~]{1,8192}")) {
            throw Asked.wrongShape("a login without a token");
        }
        token = answer.path("token").textValue();
        renewAt = link.clock().instant().plus(RENEWED_AFTER);
    }
}
