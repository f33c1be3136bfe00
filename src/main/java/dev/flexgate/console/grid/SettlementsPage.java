package dev.flexgate.console.grid;

import dev.flexgate.settlement.SettlementCase;
import java.util.List;
import java.util.Optional;

/**
 * Settlements, the newest first.
 *
 * @param cases of this page
 * @param next address of the older ones
 */
public record SettlementsPage(List<SettlementCase> cases, Optional<String> next) {}
