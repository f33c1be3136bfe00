-- A half-hour of a site is sold in one direction only: more load for a buyer of compute would take back what a grid
-- operator paid to have less of, and the other way round. A row counts as soon as something of it is reserved.
create unique index market_capacity_one_direction
    on market_capacity (site_id, period_start)
 where reserved_w + sold_w > 0;
