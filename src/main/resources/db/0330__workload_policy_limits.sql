-- The hard limits of a policy besides its carbon cap, in the form of docs/reference/policies.md; an empty object is none.
alter table workload_policy add column limits text not null default '{}';
