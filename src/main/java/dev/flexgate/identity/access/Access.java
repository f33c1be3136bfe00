package dev.flexgate.identity.access;

/** Who may come through a route. */
public sealed interface Access {

    /** Anybody. Who has signed in is known all the same. */
    record Public() implements Access {}

    /** Anybody as far as this house is concerned: the route proves its callers itself, as Beckn does by signature. */
    record Signed() implements Access {}

    /** Whoever has a key, whatever its scopes. */
    record AnyKey() implements Access {}

    /** Whoever has a key with this scope. */
    record Scoped(Scope scope) implements Access {}
}
