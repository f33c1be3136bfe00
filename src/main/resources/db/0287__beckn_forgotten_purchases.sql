-- A purchase that was kept long enough keeps its row, and its messages their ids and hashes; what they said is gone.
alter table beckn_purchase add column forgotten_at timestamptz;
alter table beckn_purchase_request add column body_sha bytea check (length(body_sha) = 32);
create index beckn_purchase_kept on beckn_purchase (changed_at) where forgotten_at is null;
