package dev.flexgate.beckn.dialect;

import com.networknt.schema.Error;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import java.util.Objects;

/** Turns what a schema found into a refusal: the code of NFH-008, where, and what to send instead. */
final class SchemaFaults {

    private static final String CONTEXT = "$.context";

    private SchemaFaults() {}

    static boolean isAboutContext(Error error) {
        return path(error).startsWith(CONTEXT);
    }

    static RefusedException refusal(Error error) {
        String path = path(error);
        ErrorCode code = path.startsWith(CONTEXT) ? contextCode(error, path) : code(error);
        return RefusedException.of(code, sentence(error, path)).at(path).fix(fix(error, path));
    }

    /** Of a missing or surplus member: its own path, not that of the object around it. */
    private static String path(Error error) {
        String place = error.getInstanceLocation().toString();
        String property = error.getProperty();
        return property == null ? place : place + "." + property;
    }

    private static ErrorCode code(Error error) {
        return switch (error.getKeyword()) {
            case "required" -> ErrorCode.SCH_REQUIRED_FIELD_MISSING;
            case "additionalProperties" -> ErrorCode.SCH_FIELD_NOT_ALLOWED;
            case "enum", "const" -> ErrorCode.SCH_INVALID_ENUM;
            case "format", "pattern" -> ErrorCode.SCH_INVALID_FORMAT;
            default -> ErrorCode.SCH_SCHEMA_VALIDATION_FAILED;
        };
    }

    private static ErrorCode contextCode(Error error, String path) {
        boolean missing = error.getKeyword().equals("required");
        return switch (path) {
            case CONTEXT + ".version" -> missing ? ErrorCode.CTX_MISSING_FIELD : ErrorCode.CTX_VERSION_UNSUPPORTED;
            case CONTEXT + ".action" -> missing ? ErrorCode.CTX_MISSING_FIELD : ErrorCode.CTX_ACTION_MISMATCH;
            case CONTEXT + ".bapUri", CONTEXT + ".bap_uri" ->
                missing ? ErrorCode.CTX_CALLBACK_URL_MISSING : ErrorCode.CTX_INVALID_FIELD;
            case CONTEXT + ".bppUri", CONTEXT + ".bpp_uri" ->
                missing ? ErrorCode.CTX_MISSING_FIELD : ErrorCode.CTX_INVALID_BPP_URI;
            default -> missing ? ErrorCode.CTX_MISSING_FIELD : ErrorCode.CTX_INVALID_FIELD;
        };
    }

    private static String sentence(Error error, String path) {
        return switch (error.getKeyword()) {
            case "required" -> path + " is required";
            case "additionalProperties" -> path + " is not part of this object";
            case "enum", "const" -> path + " is none of the values allowed there";
            case "format" -> path + " is no " + wanted(error);
            case "type" -> path + " is of the wrong type";
            case "minLength", "minItems", "minimum", "exclusiveMinimum" -> path + " is too small";
            case "maxLength", "maxItems", "maxProperties", "maximum" -> path + " is too large";
            default -> path + " does not satisfy " + error.getKeyword();
        };
    }

    private static String fix(Error error, String path) {
        return switch (error.getKeyword()) {
            case "required" -> "add " + path;
            case "additionalProperties" -> "leave " + path + " out, or move it into an attributes object";
            case "enum", "const", "format", "type" -> "send " + wanted(error);
            default -> error.getKeyword() + " is " + wanted(error);
        };
    }

    /** What the schema asks for there; schemas are ours and short, so this repeats nothing of what was sent. */
    private static String wanted(Error error) {
        var schema = error.getSchemaNode();
        return schema == null ? "what the schema asks for" : Objects.toString(schema);
    }
}
