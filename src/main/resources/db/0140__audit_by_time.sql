-- Why: whoever was away asks for what was placed since a moment. Entries are placed nearly in the order of their times,
-- so a block range index of a few kilobytes finds the place among millions.
create index audit_entry_recorded on audit_entry using brin (recorded_at) with (pages_per_range = 16);
