package dev.flexgate.flexibility;

import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;

/** Where load is to move: everything inside is asked together, and what leaves one site may not enter another. */
public sealed interface Area {

    /** One site. */
    record OneSite(SiteId site) implements Area {}

    /** Every site of a GSP Group of the BSC, such as {@code _A}. */
    record GspGroup(String group) implements Area {}

    default boolean contains(Site site) {
        return switch (this) {
            case OneSite(SiteId id) -> id.equals(site.id());
            case GspGroup(String group) -> group.equals(site.grid().gspGroup());
        };
    }

    /** As it is stored and shown: {@code site:cambridge-east} or {@code gsp:_A}. */
    default String text() {
        return switch (this) {
            case OneSite(SiteId id) -> "site:" + id;
            case GspGroup(String group) -> "gsp:" + group;
        };
    }

    /** Reads what {@link #text} wrote; throws {@link IllegalArgumentException} for anything else. */
    static Area parse(String text) {
        if (text.startsWith("site:")) {
            return new OneSite(new SiteId(text.substring("site:".length())));
        }
        if (text.matches("gsp:_[A-HJ-NP]")) {
            return new GspGroup(text.substring("gsp:".length()));
        }
        throw new IllegalArgumentException("an area is site:ID or gsp:_A to gsp:_P (no _I, no _O), not " + text);
    }
}
