package dev.flexgate.console.grid;

import dev.flexgate.flexibility.Flexibility;
import dev.flexgate.flexibility.dispatch.Dispatches;
import dev.flexgate.settlement.Settlement;

/** The rooms behind these pages. */
public record Grid(Flexibility flexibility, Dispatches dispatches, Settlement settlement) {}
