package io.harborai.autoconfigure;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * The usage ledger: what calls used and cost, in a database.
 */
public class LedgerProperties {

	/**
	 * Whether a row is written for each call and each attempt, to the application's
	 * DataSource.
	 */
	private @Nullable Boolean enabled;

	/**
	 * How many rows wait in memory at most for the database.
	 */
	private @Nullable Integer queueSize;

	/**
	 * How many rows are written at once.
	 */
	private @Nullable Integer batchSize;

	/**
	 * How long a row waits at most for others to be written with, while the database
	 * works.
	 */
	private @Nullable Duration flushInterval;

	/**
	 * File for the rows that don't fit into memory while the database is away, and for
	 * those that are left when the application ends. One for each instance of the
	 * application. Without it, such rows are lost.
	 */
	private @Nullable String spillFile;

	/**
	 * How large the file may become.
	 */
	private @Nullable DataSize spillMaxSize;

	/**
	 * How long rows are kept, in whole days. Without it, for ever.
	 */
	private @Nullable Duration retention;

	/**
	 * What the names of the tables start with.
	 */
	private @Nullable String tablePrefix;

	/**
	 * When the tables are made by the application.
	 */
	private @Nullable InitializeSchema initializeSchema;

	/**
	 * Names of the requests' tags that are written too. Others are not.
	 */
	private List<String> tags = new ArrayList<>();

	/**
	 * Time zone whose days usage is counted by. All instances must have the same.
	 */
	private @Nullable ZoneId timeZone;

	public @Nullable Boolean getEnabled() {
		return this.enabled;
	}

	public void setEnabled(@Nullable Boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable Integer getQueueSize() {
		return this.queueSize;
	}

	public void setQueueSize(@Nullable Integer queueSize) {
		this.queueSize = queueSize;
	}

	public @Nullable Integer getBatchSize() {
		return this.batchSize;
	}

	public void setBatchSize(@Nullable Integer batchSize) {
		this.batchSize = batchSize;
	}

	public @Nullable Duration getFlushInterval() {
		return this.flushInterval;
	}

	public void setFlushInterval(@Nullable Duration flushInterval) {
		this.flushInterval = flushInterval;
	}

	public @Nullable String getSpillFile() {
		return this.spillFile;
	}

	public void setSpillFile(@Nullable String spillFile) {
		this.spillFile = spillFile;
	}

	public @Nullable DataSize getSpillMaxSize() {
		return this.spillMaxSize;
	}

	public void setSpillMaxSize(@Nullable DataSize spillMaxSize) {
		this.spillMaxSize = spillMaxSize;
	}

	public @Nullable Duration getRetention() {
		return this.retention;
	}

	public void setRetention(@Nullable Duration retention) {
		this.retention = retention;
	}

	public @Nullable String getTablePrefix() {
		return this.tablePrefix;
	}

	public void setTablePrefix(@Nullable String tablePrefix) {
		this.tablePrefix = tablePrefix;
	}

	public @Nullable InitializeSchema getInitializeSchema() {
		return this.initializeSchema;
	}

	public void setInitializeSchema(@Nullable InitializeSchema initializeSchema) {
		this.initializeSchema = initializeSchema;
	}

	public List<String> getTags() {
		return this.tags;
	}

	public void setTags(List<String> tags) {
		this.tags = tags;
	}

	public @Nullable ZoneId getTimeZone() {
		return this.timeZone;
	}

	public void setTimeZone(@Nullable ZoneId timeZone) {
		this.timeZone = timeZone;
	}

	/**
	 * When the tables are made by the application. Spring Boot has the same choice in a
	 * module that need not be there.
	 */
	public enum InitializeSchema {

		/** Where they are missing. */
		ALWAYS,

		/** Where they are missing in a database in the application's memory. */
		EMBEDDED,

		/** Not at all: somebody else does. */
		NEVER

	}

}
