package dev.flexgate.planning;

/** What came of what a site has said of a migration. */
public sealed interface MigrationAnswer {

    /** It counts. */
    record Taken(Migration migration) implements MigrationAnswer {}

    /** It was said before. */
    record Repeated(Migration migration) implements MigrationAnswer {}

    /** It does not count, and why. */
    record Refused(String why) implements MigrationAnswer {}

    /** There is no such migration. */
    record Unknown() implements MigrationAnswer {}
}
