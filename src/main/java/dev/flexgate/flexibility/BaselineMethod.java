package dev.flexgate.flexibility;

/** Against what a delivery is measured. */
public enum BaselineMethod {
    /** Mean of recent similar days of metered load (BSC and DFS). */
    BL01,
    /** The schedule that stood before the offer, frozen with the order. */
    COUNTERFACTUAL
}
