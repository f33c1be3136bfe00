package dev.flexgate.console;

import dev.flexgate.identity.access.Caller;
import dev.flexgate.identity.access.Scope;
import java.time.Instant;
import java.util.Optional;

/**
 * What surrounds every page.
 *
 * @param title of the page
 * @param section the place of the navigation that is marked
 * @param now when the page was made, by the gateway's clock
 * @param theme light, dark or the system's
 * @param csrf what every form has to carry in its field {@code _csrf}
 * @param caller who looks; empty for visitors
 * @param path path and query of the page, to come back to
 * @param notices what must be known before any number is believed
 * @param times how moments are written
 * @param heard how many records the log held before the page was made: what comes later is news to it
 * @param again whether the address answers with the same page when it is fetched again, as after a form it does not
 */
public record Frame(
        String title,
        Section section,
        Instant now,
        Theme theme,
        String csrf,
        Optional<Caller> caller,
        String path,
        Notices notices,
        Times times,
        long heard,
        boolean again) {

    /** Whether the page may follow the stream of events; else it asks now and then. */
    public boolean live() {
        return again && caller.filter(known -> known.may(Scope.STREAM_READ)).isPresent();
    }

    /** Whom tabs have to share to share a connection; empty for visitors. */
    public String reader() {
        return caller.map(Caller::keyId).orElse("");
    }

    /** Whether somebody has signed in with a key, and can sign out. */
    public boolean signedIn() {
        return caller.filter(known -> !known.keyId().equals(Caller.LOCAL)).isPresent();
    }
}
