package dev.flexgate.beckn;

import dev.flexgate.beckn.CorpusRun.Fate;
import dev.flexgate.beckn.Spoiling.Spoilt;
import java.util.List;
import java.util.Map;

/** Somewhere that bad messages are sent to. */
interface CorpusPlace {

    /** As many refusals as are recorded at once, see {@link RefusalLog}. */
    int BATCH = 400;

    /** Sends all, at most {@link #BATCH}, and says what each came to, in their order. */
    List<Fate> fates(List<Spoilt> batch);

    /** What a refusal must not change, each with its number. */
    Map<String, Long> state();

    /** What changed though it should not have, or did not though it should. */
    List<String> unlawful(Map<String, Long> before, Map<String, Long> after, List<Spoilt> batch, List<Fate> fates);
}
