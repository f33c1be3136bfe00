package dev.flexgate.study;

/** A file that cannot be studied: names the field, what is wrong with it, and what to write. */
public final class StudyFileException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String field;

    StudyFileException(String field, String problemAndFix) {
        super((field.isEmpty() ? "the file" : field) + " " + problemAndFix);
        this.field = field;
    }

    /** Where, such as {@code instance.jobs[3].energy_mwh}; empty for the file as a whole. */
    public String field() {
        return field;
    }
}
