package dev.flexgate.planning;

import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.wire.ProblemException;
import java.time.Instant;

/** What is said of a plan or a proposal that was kept as long as the operator wanted it. */
final class Forgotten {

    private Forgotten() {}

    /** {@code FORGOTTEN}, with the hashes by which it is still known. */
    static ProblemException of(String what, Instant at, String inputsSha256, String outcomeSha256) {
        return new ProblemException(Problem.of(ProblemCode.FORGOTTEN, what + " was forgotten at " + at)
                .with("inputsSha256", inputsSha256)
                .with("outcomeSha256", outcomeSha256));
    }
}
