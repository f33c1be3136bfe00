package dev.flexgate.console.grid;

import dev.flexgate.flexibility.Flexibility;
import dev.flexgate.flexibility.dispatch.Dispatches;
import dev.flexgate.settlement.Settlement;
import java.util.Optional;

/**
 * The rooms behind these pages.
 *
 * @param settlement empty on a gateway that settles nothing
 */
public record Grid(Flexibility flexibility, Dispatches dispatches, Optional<Settlement> settlement) {}
