-- That somebody may no longer buy is decided, and recorded, before it is told of it: part by part, and the last part may
-- never arrive. Whom a retraction is under way to without a record has its record at the next step.
alter table beckn_catalog_subscription
    add column shut_out boolean not null default false; -- it was decided that it may not buy

update beckn_catalog_subscription set shut_out = shut;
