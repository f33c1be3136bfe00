package dev.flexgate.console.grid;

import dev.flexgate.flexibility.dispatch.DispatchInstruction;
import java.util.List;
import java.util.Optional;

/**
 * Instructions, the newest first.
 *
 * @param instructions of this page
 * @param next address of the older ones
 */
public record DispatchesPage(List<DispatchInstruction> instructions, Optional<String> next) {}
