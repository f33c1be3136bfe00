package dev.flexgate.quantity;

/** Which way flexible load moves from its plan. Inside, a volume of a turn-down is positive (as in BSC settlement). */
public enum Direction {
    /** More load than planned: what a buyer of a compute slot takes. */
    UP,
    /** Less load than planned: what a grid operator short of power asks for. */
    DOWN
}
