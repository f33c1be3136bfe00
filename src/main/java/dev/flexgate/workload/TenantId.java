package dev.flexgate.workload;

/**
 * Names a tenant: whoever owns jobs or runs sites.
 *
 * @param value lower-case letters, digits and inner hyphens, at most 64
 */
public record TenantId(String value) implements Comparable<TenantId> {

    public TenantId {
        value = Names.slug(value, "tenant id");
    }

    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
