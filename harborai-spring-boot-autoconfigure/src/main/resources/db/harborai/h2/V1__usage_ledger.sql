-- The usage ledger of HarborAI: a row for each call (attempt 0) and each of its attempts (1, 2, ...).
create table if not exists harborai_usage (
	call_id varchar(50) not null,
	attempt integer not null,
	started_at timestamp(3) with time zone not null,
	usage_day date not null,
	provider varchar(200),
	model varchar(200),
	requested_model varchar(200),
	streamed boolean not null,
	outcome varchar(50) not null,
	error_class varchar(50),
	status_code integer,
	request_id varchar(200),
	input_tokens bigint,
	output_tokens bigint,
	cached_tokens bigint,
	reasoning_tokens bigint,
	estimated boolean not null,
	cost numeric(38, 18),
	currency varchar(50),
	duration_ms bigint not null,
	first_token_ms bigint,
	primary key (call_id, attempt)
);

-- All questions are about days, and old days are deleted.
create index if not exists harborai_usage_by_day on harborai_usage (usage_day);

-- Those tags of the request that are kept.
create table if not exists harborai_usage_tag (
	call_id varchar(50) not null,
	attempt integer not null,
	tag_name varchar(100) not null,
	tag_value varchar(200) not null,
	primary key (call_id, attempt, tag_name),
	foreign key (call_id, attempt) references harborai_usage (call_id, attempt) on delete cascade
);
