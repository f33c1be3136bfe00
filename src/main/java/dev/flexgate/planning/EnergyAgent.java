package dev.flexgate.planning;

import dev.flexgate.negotiation.EnergyRules;
import dev.flexgate.negotiation.SiteOffer;

/** Speaks for one site: its forecasts and its capacity. */
final class EnergyAgent extends Agent<SiteOffer> {

    EnergyAgent(String address) {
        super(address);
    }

    @Override
    Record answer(Dialogue said) {
        return switch (said) {
            case Dialogue.EnergyBrief(var negotiation, int site, var terms) -> {
                keep(negotiation, EnergyRules.offer(site, terms));
                yield brief(negotiation);
            }
            case Dialogue.Prices(var negotiation, var announcement) ->
                EnergyRules.announce(brief(negotiation), announcement);
            default -> throw notForMe(said);
        };
    }
}
