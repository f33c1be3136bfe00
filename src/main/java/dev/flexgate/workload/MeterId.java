package dev.flexgate.workload;

/**
 * Names a meter, uniquely over all sites. Its readings are net import of one asset: positive is consumption.
 *
 * @param value lower-case letters, digits and inner hyphens, at most 64
 */
public record MeterId(String value) implements Comparable<MeterId> {

    public MeterId {
        value = Names.slug(value, "meter id");
    }

    @Override
    public int compareTo(MeterId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
