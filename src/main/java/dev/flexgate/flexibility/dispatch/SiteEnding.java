package dev.flexgate.flexibility.dispatch;

/** How a site says that it ended an instruction of its own accord. */
public sealed interface SiteEnding {

    /** In few words, for people. */
    String why();

    /** It cannot do it, or not to the end. */
    record Failed(String why) implements SiteEnding {}

    /** Something at the site came first: safety, an operator there. */
    record Overridden(String why) implements SiteEnding {}
}
