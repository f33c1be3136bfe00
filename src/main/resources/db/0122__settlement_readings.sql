-- What meters read. A correction is a further version, never an overwrite: a settlement of last month can be done
-- again on what was known then.

create table settlement_reading_batch (
    sender      text        not null,
    batch_id    text        not null,
    sha256      text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
    added       int         not null,
    corrected   int         not null,
    unchanged   int         not null,
    received_at timestamptz not null,
    record_id   uuid        not null,
    primary key (sender, batch_id)
);

create table settlement_reading (
    meter_id     text        not null,
    period_start timestamptz not null check (extract(epoch from period_start)::bigint % 1800 = 0),
    version      int         not null check (version > 0),
    -- Null where the meter failed: unknown is not zero.
    energy_j     bigint      check ((energy_j is null) = (quality = 'BAD')),
    quality      text        not null
                     check (quality in ('MEASURED', 'ESTIMATED', 'SUBSTITUTED', 'SIMULATED', 'BAD')),
    known_at     timestamptz not null,
    record_id    uuid        not null,
    primary key (meter_id, period_start, version)
) partition by range (period_start);

-- A thousand meters are 17 million rows a year; whole quarters can be detached when nothing settles on them any more.
create table settlement_reading_other partition of settlement_reading default;

do $$
declare
    quarter timestamptz;
begin
    for quarter in select generate_series('2025-01-01Z'::timestamptz, '2029-10-01Z', '3 months') loop
        execute format(
            'create table settlement_reading_%s partition of settlement_reading for values from (%L) to (%L)',
            to_char(quarter at time zone 'UTC', 'YYYY"q"Q'), quarter, quarter + interval '3 months');
    end loop;
end $$;
