-- At what forecast a buyer's load stops by itself, as it said last.
create table market_order_stop (
    order_id       uuid        primary key references market_order (id),
    carbon_above   bigint, -- mg/kWh of facility energy
    price_above    numeric, -- per kWh of IT energy
    price_currency text,
    said_at        timestamptz not null,
    stopped_at     timestamptz, -- when it did
    constraint market_order_stop_some check (carbon_above is not null or price_above is not null),
    constraint market_order_stop_price_whole check ((price_above is null) = (price_currency is null))
);
