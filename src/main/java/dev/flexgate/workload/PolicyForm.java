package dev.flexgate.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Money;
import dev.flexgate.wire.Json;
import java.util.Currency;
import java.util.Optional;

/** A policy as its owner writes it, in a file of the catalogue or over the wire: the same fields either way. */
public final class PolicyForm {

    private static final Currency GBP = Currency.getInstance("GBP");

    private PolicyForm() {}

    /**
     * The policy of {@code tenant}, who need not be named again.
     *
     * @throws WorkloadFileException naming the field and what to write instead
     */
    public static Policy read(TenantId tenant, JsonNode body) {
        return Fields.read("policy", body, fields -> {
            fields.optionalText("tenant", "\"" + tenant + "\"")
                    .filter(named -> !named.equals(tenant.value()))
                    .ifPresent(named -> {
                        throw fields.refusal("tenant", "must be " + tenant + " as in the address, or left out");
                    });
            return read(tenant, fields);
        });
    }

    static Policy read(Fields file) {
        return read(new TenantId(file.text("tenant", "such as \"fen-research\"")), file);
    }

    private static Policy read(TenantId tenant, Fields fields) {
        Optional<CarbonMass> cap = fields.optionalAmount("carbonCapKg", "such as 900", CarbonMass::ofKilograms);
        return new Policy(
                tenant,
                fields.text("name", "such as \"cheapest hours\""),
                cap.<CarbonCap>map(CarbonCap.AtMost::new).orElseGet(CarbonCap.None::new),
                fields.amount("carbonGbpPerTonne", "such as 60, or 0", amount -> Money.rounded(amount, GBP)),
                fields.optionalObject("limits", PolicyLimitsForm::read).orElse(PolicyLimits.NONE));
    }

    /** As {@link #read} takes it; nothing where there is no limit. */
    public static ObjectNode write(Policy policy) {
        ObjectNode json = Json.object().put("tenant", policy.tenant().value()).put("name", policy.name());
        json.put(
                "carbonGbpPerTonne",
                PolicyLimitsForm.plain(policy.carbonPerTonne().amount()));
        if (policy.cap() instanceof CarbonCap.AtMost(CarbonMass most)) {
            json.put("carbonCapKg", PolicyLimitsForm.plain(most.kilograms()));
        }
        if (!policy.limits().equals(PolicyLimits.NONE)) {
            json.set("limits", PolicyLimitsForm.write(policy.limits()));
        }
        return json;
    }
}
