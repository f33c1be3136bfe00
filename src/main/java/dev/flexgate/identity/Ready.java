package dev.flexgate.identity;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * {@link Signature}s made ready with one key. A provider that is native code copies the key to its side each time one
 * is made ready, which costs as much as signing itself; used for one message it is ready for the next. Any number of
 * threads, each of which has one to itself while it uses it.
 */
final class Ready {

    /** Kept idle; as many as threads that can really run at once. */
    private static final int IDLE_MAX = 16;

    /** Makes one. */
    interface Maker {
        Signature make() throws GeneralSecurityException;
    }

    /** What is done with one message; must leave the signature as ready as it was. */
    interface Use<T> {
        T with(Signature signature) throws GeneralSecurityException;
    }

    private final Maker maker;
    private final ArrayBlockingQueue<Signature> idle = new ArrayBlockingQueue<>(IDLE_MAX);

    Ready(Maker maker) {
        this.maker = maker;
    }

    /** One that failed is not used again: providers differ in the state they leave behind. */
    <T> T use(Use<T> use) throws GeneralSecurityException {
        Signature before = idle.poll();
        Signature signature = before == null ? maker.make() : before;
        T result = use.with(signature);
        var _ = idle.offer(signature);
        return result;
    }
}
