-- What imbalance costs, half-hour by half-hour; a revision is a further version.

create table settlement_system_price (
    period_start  timestamptz not null,
    currency      text        not null,
    version       int         not null check (version > 0),
    price_per_kwh numeric     not null,
    source        text        not null,
    known_at      timestamptz not null,
    record_id     uuid        not null,
    primary key (period_start, currency, version)
) partition by range (period_start);

create table settlement_system_price_other partition of settlement_system_price default;

do $$
declare
    year timestamptz;
begin
    for year in select generate_series('2026-01-01Z'::timestamptz, '2030-01-01Z', '1 year') loop
        execute format(
            'create table settlement_system_price_%s partition of settlement_system_price for values from (%L) to (%L)',
            to_char(year at time zone 'UTC', 'YYYY'), year, year + interval '1 year');
    end loop;
end $$;
