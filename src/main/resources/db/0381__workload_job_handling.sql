-- What moving and pausing a job costs beside the energy of its work, in the form of docs/reference/policies.md; an empty
-- object is nothing.
alter table workload_job add column handling text not null default '{}';
-- What a tenant minds besides energy and carbon, as rates into money; an empty object is nothing.
alter table workload_policy add column rates text not null default '{}';
