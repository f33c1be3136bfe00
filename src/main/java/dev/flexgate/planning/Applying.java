package dev.flexgate.planning;

/**
 * Somebody lets a proposal stand.
 *
 * @param expected version of the plan that they believe to stand
 * @param by who, as the audit log names them
 * @param reason why, in their words; may be empty
 * @param cause what the plan says of why it was made; told to everybody, and so without anybody's name
 */
public record Applying(long expected, String by, String reason, String cause) {

    public Applying {
        if (reason.length() > ProposalRequest.REASON_MAX) {
            throw new IllegalArgumentException("reason is longer than " + ProposalRequest.REASON_MAX + " characters");
        }
    }
}
