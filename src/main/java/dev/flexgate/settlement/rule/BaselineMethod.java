package dev.flexgate.settlement.rule;

/** How it is found what a meter would have read without the event. */
public sealed interface BaselineMethod {

    /** How it is named in records and messages. */
    String code();

    /**
     * BL01 (DFS Procurement Rules, Schedule 3 Part 3; BSC Baselining Methodology): the plain mean of recent like days.
     *
     * @param inDayAdjustment whether the mean is shifted by what the meter read before the event; whoever controls
     *     the load can game that, so it is off unless a market asks for it
     */
    record Bl01(boolean inDayAdjustment) implements BaselineMethod {

        @Override
        public String code() {
            return inDayAdjustment ? "BL01_IN_DAY" : "BL01";
        }
    }

    /**
     * The mean of the {@code best} days of highest energy among the {@code outOf} most recent like days, as in
     * {@code 5of10}.
     */
    record BestOf(int best, int outOf) implements BaselineMethod {

        static final int DAYS_MAX = 40;

        public BestOf {
            if (best < 1 || outOf < best || outOf > DAYS_MAX) {
                throw new IllegalArgumentException(
                        "a best-of baseline takes 1 to n of at most " + DAYS_MAX + " days: " + best + " of " + outOf);
            }
        }

        @Override
        public String code() {
            return best + "of" + outOf;
        }
    }

    /** The load that was planned before the order was taken, frozen before the event begins. */
    record CounterfactualSchedule() implements BaselineMethod {

        @Override
        public String code() {
            return "COUNTERFACTUAL_SCHEDULE";
        }
    }

    /**
     * The method of this name; also the spellings {@code 10_of_10} and {@code 10of10} of messages, and
     * {@code COUNTERFACTUAL} for short.
     *
     * @throws IllegalArgumentException naming what is known
     */
    static BaselineMethod of(String code) {
        String plain = code.replace("_of_", "of");
        if (plain.matches("[1-9][0-9]?of[1-9][0-9]?")) {
            int of = plain.indexOf("of");
            return new BestOf(Integer.parseInt(plain.substring(0, of)), Integer.parseInt(plain.substring(of + 2)));
        }
        return switch (code) {
            case "BL01" -> new Bl01(false);
            case "BL01_IN_DAY" -> new Bl01(true);
            case "COUNTERFACTUAL_SCHEDULE", "COUNTERFACTUAL" -> new CounterfactualSchedule();
            default ->
                throw new IllegalArgumentException("no baseline method is called '" + code
                        + "': use BL01, BL01_IN_DAY, COUNTERFACTUAL_SCHEDULE or a form such as 5of10");
        };
    }
}
