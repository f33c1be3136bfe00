-- What providers said, and when we knew it. Rows are only added: a revision is a newer vintage, so that a
-- decision of last week can be replayed on what was known last week.

create table feed_vintage (
    id uuid primary key,
    provider text not null,
    zone text not null,
    signal text not null,
    issued_at timestamptz not null,
    known_at timestamptz not null,
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    check (issued_at <= known_at)
);

create index feed_vintage_of_stream on feed_vintage (provider, zone, signal, known_at desc);

-- Best first: the order in which two statements about one half-hour are preferred.
create type feed_quality as enum ('MEASURED', 'PROVIDER_FORECAST', 'OWN_FORECAST', 'ESTIMATED', 'SIMULATED');

-- One row a half-hour and vintage: the value in the signal's unit (gCO2/kWh or GBP/kWh). Zone, signal and
-- known_at repeat those of the vintage, because every question asks by them.
create table feed_reading (
    zone text not null,
    signal text not null,
    valid_from timestamptz not null,
    quality feed_quality not null,
    known_at timestamptz not null,
    vintage_id uuid not null references feed_vintage (id),
    value numeric not null
) partition by range (valid_from);

create index feed_reading_known on feed_reading (zone, signal, valid_from, quality, known_at desc);
create index feed_reading_of_vintage on feed_reading (vintage_id, valid_from);

-- A year of one zone is about two million rows; whole years can be detached when no longer asked for.
create table feed_reading_other partition of feed_reading default;

do $$
declare
    year timestamptz;
begin
    for year in select generate_series('2026-01-01Z'::timestamptz, '2030-01-01Z', '1 year') loop
        execute format(
            'create table feed_reading_%s partition of feed_reading for values from (%L) to (%L)',
            to_char(year at time zone 'UTC', 'YYYY'), year, year + interval '1 year');
    end loop;
end $$;
