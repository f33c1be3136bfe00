package dev.flexgate.quantity;

import java.time.Instant;

/**
 * Where a number came from: what every number that leaves FlexGate carries beside its unit.
 *
 * @param source who said it, such as {@code uk-carbon-intensity} or {@code flexgate}
 * @param method how it came about, such as {@code provider-forecast} or {@code seasonal-naive}
 * @param asOf when it was known
 * @param quality how far to believe it
 */
public record Provenance(String source, String method, Instant asOf, Quality quality) {}
