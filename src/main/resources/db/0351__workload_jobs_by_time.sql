-- A policy is tried on the jobs of the last days.
create index workload_job_by_time on workload_job (tenant, submitted_at);
