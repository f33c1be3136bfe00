package dev.flexgate.planning;

import dev.flexgate.quantity.Money;

/**
 * What the objective of a plan is made of, exact decimals, each part rounded once; so the parts may differ from their sum by
 * half of the last digit each. What is carried from the plan before is in none of them.
 *
 * @param energy of the runs at forecast prices (P50), facility overhead included
 * @param carbonWorth their emissions at forecast intensity (P50), at what a tonne is worth to each job's tenant
 * @param extra what the jobs' owners mind besides
 * @param undone value of the work that was negotiated and is left undone
 * @param objective all of it, rounded up
 */
public record Bill(Money energy, Money carbonWorth, Extra extra, Money undone, Money objective) {}
