package dev.flexgate.audit;

/** What a {@link BundleVerifier} checks, in this order. */
public enum Check {
    /** The file is a zip of bounded size that holds what a bundle holds, and nothing else. */
    CONTAINER,
    /** The policy names the log that the verifier trusts. */
    POLICY,
    /** The published record keys are whole and named by their thumbprints. */
    KEYS,
    /** Every record is signed by one of these keys. */
    SIGNATURE,
    /** Every proof carries the same checkpoint, signed by the trusted log. */
    CHECKPOINT,
    /** Every record is the leaf that its proof names in the signed tree. */
    INCLUSION,
    /** Every record stands where it says, and follows the one before it of the same subject. */
    SEQUENCE,
    /** Every cause of a record is there and is older. */
    CAUSES,
    /** The raw inputs are those the records name, byte for byte. */
    EVIDENCE,
    /** The counterparties' own signatures over the raw inputs are genuine. */
    COUNTERPARTY,
    /** The list of contents agrees with the files, and the case has all its records from the first on. */
    MANIFEST
}
