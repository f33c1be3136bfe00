-- A search of the first generation that a gateway passed on is answered through that gateway (BECKN-006, multi-hop):
-- who it was must outlive a restart, as the message does.
alter table beckn_inbox add column gateway text not null default ''; -- empty when nobody stood in between
