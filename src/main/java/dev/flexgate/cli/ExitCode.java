package dev.flexgate.cli;

import dev.flexgate.wire.ProblemCode;
import java.util.Set;

/** How every command ends. Scripts may rely on these; {@code docs/reference/cli.md} is tested against them. */
enum ExitCode {
    DONE(0, "done"),
    UNEXPECTED(1, "unexpected failure"),
    USAGE(2, "wrong usage, or settings that cannot be used"),
    REJECTED(3, "rejected by validation or policy"),
    NOT_FOUND(4, "not found"),
    CONFLICT(5, "conflict: in flight, over, or changed meanwhile"),
    NOT_ALLOWED(6, "not signed in, or not allowed"),
    LIMITED(7, "too many requests"),
    TIMED_OUT(8, "timed out waiting; it still goes on"),
    PARTNER(9, "a partner or an upstream refused"),
    UNVERIFIED(10, "verification failed"),
    INFEASIBLE(11, "infeasible: no plan could meet the constraints"),
    UNREACHABLE(12, "the gateway cannot be reached or cannot serve now"),
    INTERRUPTED(130, "interrupted");

    /** Refusals that no other wording of the same job would avoid. */
    private static final Set<String> INFEASIBILITIES =
            Set.of("WORK_EXCEEDS_WINDOW", "POWER_EXCEEDS_SITES", "WINDOW_OVER");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    String meaning() {
        return meaning;
    }

    /**
     * For an answer of the gateway that is a problem.
     *
     * @param reason code of the first of its errors; empty for none
     */
    static ExitCode of(int status, String code, String reason) {
        boolean jobInfeasible = code.equals(ProblemCode.JOB_REFUSED.name()) && INFEASIBILITIES.contains(reason);
        if (jobInfeasible || code.equals(ProblemCode.PLAN_INFEASIBLE.name())) {
            return INFEASIBLE;
        }
        return switch (status) {
            case 400, 413, 415, 422 -> REJECTED;
            case 401, 403 -> NOT_ALLOWED;
            case 404, 405, 410 -> NOT_FOUND;
            case 409, 412, 428 -> CONFLICT;
            case 429 -> LIMITED;
            case 502, 504 -> PARTNER;
            case 503 -> UNREACHABLE;
            default -> UNEXPECTED;
        };
    }
}
