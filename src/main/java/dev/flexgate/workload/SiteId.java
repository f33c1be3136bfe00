package dev.flexgate.workload;

/**
 * Names a site of computing.
 *
 * @param value lower-case letters, digits and inner hyphens, at most 64
 */
public record SiteId(String value) implements Comparable<SiteId> {

    public SiteId {
        value = Names.slug(value, "site id");
    }

    @Override
    public int compareTo(SiteId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
