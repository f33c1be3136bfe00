-- Facility energy of all jobs and buyers at the site then: what a meter of the site read is shared by it. 0 of loads from
-- before it was kept, which stay as planned.
alter table budget_load add column moving_j bigint not null default 0 check (moving_j >= 0);
