package dev.flexgate.workload;

/** A file of {@code catalog/} cannot be taken as it is; says which field and what to write instead. */
public final class WorkloadFileException extends RuntimeException {

    private final String file;
    private final String field;
    private final String problem;

    WorkloadFileException(String file, String field, String problemAndFix) {
        super(file + (field.isEmpty() ? "" : ", field " + field) + ": " + problemAndFix);
        this.file = file;
        this.field = field;
        this.problem = problemAndFix;
    }

    /** The file's name under the catalogue folder. */
    public String file() {
        return file;
    }

    /** Path of the field inside the file, such as {@code grid.carbonZone}; empty for the whole file. */
    public String field() {
        return field;
    }

    /** What is wrong with the field and what to write instead. */
    public String problem() {
        return problem;
    }
}
