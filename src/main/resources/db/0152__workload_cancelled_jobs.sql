-- A tenant may take a job back.
alter table workload_job drop constraint workload_job_state_check;
alter table workload_job add constraint workload_job_state_check
    check (state in ('QUEUED', 'PLACED', 'RUNNING', 'DEFERRED', 'DONE', 'MISSED', 'CANCELLED'));
-- Tenants read their own jobs page by page.
create index workload_job_tenant on workload_job (tenant, id);
