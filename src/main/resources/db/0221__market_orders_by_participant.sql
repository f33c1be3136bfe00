-- A tenant turns the pages of its own orders only.
create index market_order_participant on market_order (participant, id desc);
