package dev.flexgate.market;

/**
 * Who helps a buyer, from {@code catalog/provider.json}; every part but the name may be empty.
 *
 * @param name for people
 * @param phone E.164
 * @param hours when, for people
 */
public record SupportContact(String name, String email, String phone, String url, String hours) {

    public SupportContact {
        if (email.isEmpty() && phone.isEmpty() && url.isEmpty()) {
            throw new IllegalArgumentException("support needs at least one of email, phone and url");
        }
    }
}
