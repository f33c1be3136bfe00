package dev.flexgate.workload;

/**
 * Names an asset, uniquely over all sites.
 *
 * @param value lower-case letters, digits and inner hyphens, at most 64
 */
public record AssetId(String value) implements Comparable<AssetId> {

    public AssetId {
        value = Names.slug(value, "asset id");
    }

    @Override
    public int compareTo(AssetId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
