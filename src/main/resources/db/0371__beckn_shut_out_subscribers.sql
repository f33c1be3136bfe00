-- Who may no longer buy must learn that what it was told of is gone.
alter table beckn_catalog_subscription
    add column ever_told    boolean not null default false, -- something was promised to it since it last forgot all
    add column shut         boolean not null default false, -- it may not buy: it has been told so, and is told nothing
    add column retracted_to text    not null default ''; -- the last part of which it was told that it is gone

update beckn_catalog_subscription set ever_told = true where told_seq > 0;
