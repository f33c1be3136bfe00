package dev.flexgate.planning;

/**
 * The standing plan in memory: immutable, replaced as a whole.
 *
 * @param plan the plan
 * @param aCase what it was decided from
 * @param board what lies beside it
 */
record Standing(Plan plan, PlanCase aCase, PlanBoard board) {

    static Standing of(Plan plan, PlanCase aCase) {
        return new Standing(plan, aCase, BoardRules.board(plan, aCase));
    }
}
