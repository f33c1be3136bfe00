package dev.flexgate.market;

import java.util.Currency;
import java.util.Optional;

/**
 * Who sells, from {@code catalog/provider.json}.
 *
 * @param id the provider's id in its own catalogue
 * @param name for people
 * @param shortDescription for people
 * @param currency of every price
 * @param support who helps its buyers; absent when nobody is named
 * @param sample whether these are sample data, which is said wherever they show
 */
public record ProviderProfile(
        String id,
        String name,
        String shortDescription,
        Currency currency,
        Optional<SupportContact> support,
        boolean sample) {}
