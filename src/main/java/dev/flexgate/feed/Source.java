package dev.flexgate.feed;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A provider as everybody should know it: where it is, what it asks for, what may be done with its numbers.
 *
 * @param id its name in feeds files, such as {@code entso-e}
 * @param title its name for people
 * @param base where it is unless the feeds file says otherwise; without a slash at its end
 * @param keySetting the setting that holds its key; empty when it needs none
 * @param rate how often it is asked at most, over all that is asked of it
 * @param licence under which terms its numbers may be used
 */
public record Source(String id, String title, URI base, Optional<String> keySetting, Rate rate, String licence) {

    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    public Source {
        if (!ID.matcher(id).matches() || base.toString().endsWith("/")) {
            throw new IllegalArgumentException("not a provider: " + id + " at " + base);
        }
    }
}
