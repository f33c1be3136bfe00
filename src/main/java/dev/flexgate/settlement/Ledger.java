package dev.flexgate.settlement;

import dev.flexgate.quantity.Money;
import dev.flexgate.settlement.rule.Flow;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Money as double entry: each run of a contract is one entry whose postings net to zero per currency, or it does not
 * commit. An entry adds what a run changes against the run before, so the sum of all entries is the last run. Rows
 * are only ever added; the database refuses anything else.
 */
public final class Ledger {

    private static final String ADD_ENTRY = """
            insert into settlement_entry (contract_id, run, at)
            values ($1, $2, $3)
            """;

    private static final String ADD_POSTING = """
            insert into settlement_posting (contract_id, run, position, period_start, purpose, account, currency, amount)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            """;

    private static final String OF = """
            select run, position, period_start, purpose, account, currency, amount
              from settlement_posting
             where contract_id = $1
             order by run, position
            """;

    private static final String BALANCES = """
            select account, currency, sum(amount) as balance
              from settlement_posting
             group by account, currency
             order by account, currency
             limit $1
            """;

    private static final int BALANCES_MAX = 10_000;

    /**
     * One side of one movement.
     *
     * @param run that posted it
     * @param position within the run's entry
     * @param periodStart half-hour that it is for
     * @param account who: a party, or a role of central settlement such as {@code bsc:imbalance}
     * @param amount what the account gets; negative what it gives
     */
    public record Posting(
            int run, int position, Instant periodStart, Flow.Purpose purpose, String account, Money amount) {}

    /** What an account got in all. */
    public record Balance(String account, Money amount) {}

    /** The flows of one half-hour. */
    record PeriodFlows(Instant start, List<Flow> flows) {}

    private final Database database;

    public Ledger(Database database) {
        this.database = database;
    }

    /** All postings of a contract, oldest first. */
    public List<Posting> of(ContractId id) {
        return database.rows(OF, id.value()).stream().map(Ledger::read).toList();
    }

    /** What each account got in all; together nothing, per currency. */
    public List<Balance> balances() {
        return database.rows(BALANCES, BALANCES_MAX).stream()
                .map(row -> new Balance(Columns.text(row, "account"), money(row, "balance")))
                .toList();
    }

    /** Posts what {@code next} changes against {@code before}. */
    static void post(
            Tx tx, SettlementContract contract, int run, Instant at, List<PeriodFlows> before, List<PeriodFlows> next) {
        tx.update(ADD_ENTRY, contract.id().value(), run, at);
        Map<Instant, List<Flow>> old = byStart(before);
        Map<Instant, List<Flow>> fresh = byStart(next);
        Set<Instant> starts = new TreeSet<>(old.keySet());
        starts.addAll(fresh.keySet());
        var rows = new ArrayList<Tuple>();
        for (Instant start : starts) {
            Map<Flow.Purpose, Money> changes = changes(
                    old.getOrDefault(start, List.of()), fresh.getOrDefault(start, List.of()), contract.currency());
            changes.forEach((purpose, amount) -> {
                rows.add(posting(contract, run, rows.size() + 1, start, purpose, purpose.from(), amount.negated()));
                rows.add(posting(contract, run, rows.size() + 1, start, purpose, purpose.to(), amount));
            });
        }
        tx.batch(ADD_POSTING, rows);
    }

    private static Map<Instant, List<Flow>> byStart(List<PeriodFlows> flows) {
        Map<Instant, List<Flow>> byStart = new TreeMap<>();
        flows.forEach(each -> byStart.put(each.start(), each.flows()));
        return byStart;
    }

    /** What is left of each purpose, without those where nothing changed. */
    private static Map<Flow.Purpose, Money> changes(List<Flow> before, List<Flow> next, Currency currency) {
        Map<Flow.Purpose, Money> changes = new LinkedHashMap<>();
        next.forEach(flow -> changes.merge(flow.purpose(), flow.amount(), Money::plus));
        before.forEach(flow -> changes.merge(flow.purpose(), flow.amount().negated(), Money::plus));
        changes.values().removeIf(amount -> amount.equals(Money.zero(currency)));
        return changes;
    }

    private static Tuple posting(
            SettlementContract contract,
            int run,
            int position,
            Instant start,
            Flow.Purpose purpose,
            Flow.Role role,
            Money amount) {
        return Tuple.of(contract.id().value(), run, position, start, purpose.name())
                .addString(account(contract, role))
                .addString(amount.currency().getCurrencyCode())
                .addBigDecimal(amount.amount());
    }

    /** Who stands for a role in a contract. */
    static String account(SettlementContract contract, Flow.Role role) {
        return switch (role) {
            case BUYER -> contract.counterparty();
            case SELLER -> contract.seller();
            case IMBALANCE -> "bsc:imbalance";
            case SUPPLIER -> "bsc:supplier";
            case SUPPLIERS -> "bsc:suppliers";
        };
    }

    private static Posting read(Row row) {
        return new Posting(
                row.getInteger("run"),
                row.getInteger("position"),
                Columns.instant(row, "period_start"),
                Flow.Purpose.valueOf(Columns.text(row, "purpose")),
                Columns.text(row, "account"),
                money(row, "amount"));
    }

    private static Money money(Row row, String column) {
        return new Money(row.getBigDecimal(column), Currency.getInstance(Columns.text(row, "currency")));
    }
}
