package dev.flexgate.news;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a live view follows. Of a state only the latest matters; of an event every one does. */
public enum Topic {
    FORECAST(Kind.STATE),
    PLAN(Kind.EVENT),
    JOB(Kind.EVENT),
    BUDGET(Kind.EVENT),
    CATALOGUE(Kind.STATE),
    ORDER(Kind.EVENT),
    FLEX(Kind.EVENT),
    DISPATCH(Kind.EVENT),
    SETTLEMENT(Kind.EVENT),
    READING(Kind.STATE),
    WEBHOOK(Kind.EVENT),
    BECKN(Kind.EVENT),
    SYSTEM(Kind.EVENT);

    /** Whether what comes later makes what came before worthless. */
    public enum Kind {
        STATE,
        EVENT
    }

    private final Kind kind;

    Topic(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** As it is written in an address. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Topic> of(String word) {
        return Stream.of(values()).filter(each -> each.word().equals(word)).findFirst();
    }
}
