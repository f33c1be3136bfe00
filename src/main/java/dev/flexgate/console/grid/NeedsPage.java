package dev.flexgate.console.grid;

import dev.flexgate.flexibility.FlexOrder;
import dev.flexgate.flexibility.Need;
import java.util.List;
import java.util.Optional;

/**
 * Who needs what, and what was ordered.
 *
 * @param needs of this page, the newest first
 * @param orders the newest
 * @param next address of the older needs
 * @param form to ask with
 * @param asking whether a person may play the grid operator here
 */
public record NeedsPage(
        List<Need> needs, List<FlexOrder> orders, Optional<String> next, AskForm form, boolean asking) {}
