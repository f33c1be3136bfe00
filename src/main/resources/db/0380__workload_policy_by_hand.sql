-- Policies are changed by hand as well as by files. A withdrawn version limits nothing from then on; who said a version
-- is kept, so that a file that has not changed since it was read never undoes what was set after it.
alter table workload_policy add column source text not null default 'FILE' check (source in ('FILE', 'API'));
alter table workload_policy add column withdrawn boolean not null default false;
alter table workload_policy add column recorded_by text not null default '';
