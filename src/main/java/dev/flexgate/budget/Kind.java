package dev.flexgate.budget;

/** What a budget counts. */
public enum Kind {
    CARBON("kg"),
    MONEY("");

    private final String unit;

    Kind(String unit) {
        this.unit = unit;
    }

    /** Unit of its amounts; empty where that is the budget's currency. */
    public String unit() {
        return unit;
    }
}
