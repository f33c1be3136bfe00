-- What a unit of one currency is worth in another, as the operator stated it. Rows are only added, so that a plan
-- of last week can be made again at the rates of last week.

create table feed_exchange_rate (
    id bigint generated always as identity primary key,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    in_currency text not null check (in_currency ~ '^[A-Z]{3}$'),
    rate numeric not null check (rate > 0),
    known_at timestamptz not null,
    check (currency <> in_currency)
);

create index feed_exchange_rate_known on feed_exchange_rate (currency, in_currency, known_at desc, id desc);
