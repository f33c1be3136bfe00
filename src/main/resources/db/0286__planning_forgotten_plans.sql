-- A plan that was kept long enough keeps its row with its hashes; its lines, inputs and transcript are gone.
alter table planning_plan add column forgotten_at timestamptz;
create index planning_plan_kept on planning_plan (as_of) where forgotten_at is null;
