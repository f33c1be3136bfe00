package dev.flexgate.identity.access;

/**
 * How often a caller may ask.
 *
 * @param perKey of one API key and its sessions
 * @param perSource of one address that shows no key
 */
public record Rates(Rate perKey, Rate perSource) {

    public static final Rates DEFAULT = perSecond(50, 20);

    /** Rates of whole tokens a second, with room for ten seconds of them a key and twenty a source. */
    public static Rates perSecond(int perKey, int perSource) {
        return new Rates(new Rate(perKey, perKey * 10), new Rate(perSource, perSource * 20));
    }

    /**
     * A token bucket.
     *
     * @param perSecond tokens that come back each second
     * @param burst most tokens, hence most requests at once
     */
    public record Rate(int perSecond, int burst) {

        public Rate {
            if (perSecond < 1 || burst < perSecond) {
                throw new IllegalArgumentException("a rate needs 1 or more a second and a burst of no less");
            }
        }
    }
}
