-- A grid operator may buy more load, which our own jobs fill: part of what is reserved and sold of a half-hour, in the
-- same row as the slots of buyers, so that one check holds both. Planning leaves room for slots, not for this part.
alter table market_capacity add column raising_w bigint not null default 0 check (raising_w >= 0);
alter table market_capacity add column raised_w bigint not null default 0 check (raised_w >= 0);
alter table market_capacity add constraint market_capacity_raising check (raising_w <= reserved_w);
alter table market_capacity add constraint market_capacity_raised check (raised_w <= sold_w);
alter table market_capacity add constraint market_capacity_raised_up check (direction = 'UP' or raising_w + raised_w = 0);
