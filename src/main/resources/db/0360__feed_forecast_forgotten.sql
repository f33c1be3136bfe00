-- A vintage that was kept long enough keeps its row with its hash and the stretch it spoke of; its readings are gone.
alter table feed_vintage
    add column forgotten_at timestamptz,
    add column forgotten_from timestamptz,
    add column forgotten_until timestamptz,
    add check ((forgotten_at is null) = (forgotten_from is null) and (forgotten_at is null) = (forgotten_until is null));
create index feed_vintage_kept on feed_vintage (known_at) where forgotten_at is null;
create index feed_vintage_forgotten on feed_vintage (zone, signal, forgotten_until) where forgotten_at is not null;

-- A forecast that was kept long enough keeps its row with its hash; its points and the list of its inputs are gone.
alter table forecast_issue add column forgotten_at timestamptz;
create index forecast_issue_kept on forecast_issue (issued_at) where forgotten_at is null;
