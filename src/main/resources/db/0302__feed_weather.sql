-- Weather forecasts as they were told, averaged over the area of a zone, by hour from start_at on; an empty array for
-- what was not told. Rows are only added, and go after 420 days.

create table feed_weather (
    id uuid primary key,
    provider text not null,
    zone text not null,
    known_at timestamptz not null,
    start_at timestamptz not null,
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    wind_speed real[] not null,
    temperature real[] not null,
    dew_point real[] not null,
    radiation real[] not null
);

create index feed_weather_of_zone on feed_weather (zone, known_at desc, id desc);
