package io.harborai.autoconfigure.ledger;

import javax.sql.DataSource;

import io.harborai.HarborAiClient;
import io.harborai.autoconfigure.HarborAiProperties;
import io.harborai.autoconfigure.InvalidPropertyException;
import io.harborai.observation.UsageRecorder;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Auto-configuration of the usage ledger, where it is switched on. Without that nothing
 * of it is there.
 */
@AutoConfiguration(afterName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(HarborAiClient.class)
@ConditionalOnBooleanProperty("harborai.ledger.enabled")
@EnableConfigurationProperties(HarborAiProperties.class)
@ImportRuntimeHints(LedgerRuntimeHints.class)
public final class HarborAiLedgerAutoConfiguration {

	HarborAiLedgerAutoConfiguration() {
	}

	private static InvalidPropertyException noDatabase(String reason, String remedy) {
		return new InvalidPropertyException("harborai.ledger.enabled", "is true, but " + reason, remedy);
	}

	/**
	 * There is nothing to write with.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("org.springframework.jdbc.core.JdbcTemplate")
	static class WithoutJdbcConfiguration {

		WithoutJdbcConfiguration() {
			throw noDatabase("Spring JDBC is missing",
					"Add spring-boot-starter-jdbc and the database's driver, or remove the property.");
		}

	}

	/**
	 * The ledger.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JdbcTemplate.class)
	static class LedgerConfiguration {

		@Bean
		LedgerSettings harborAiLedgerSettings(HarborAiProperties properties) {
			return LedgerSettings.of(properties.getLedger());
		}

		@Bean
		LedgerBuffer harborAiLedgerBuffer(LedgerSettings settings) {
			return new LedgerBuffer(settings);
		}

		// Inside of observations and meters.
		@Bean
		@Order(200)
		@ConditionalOnMissingBean
		UsageRecorder harborAiUsageRecorder(LedgerSettings settings, LedgerBuffer buffer) {
			return new UsageRecorder(settings.tags(), buffer);
		}

		@Bean
		LedgerTables harborAiLedgerTables(LedgerSettings settings, @LedgerDataSource ObjectProvider<DataSource> marked,
				ObjectProvider<DataSource> all) {
			DataSource dataSource = marked.getIfAvailable();
			return new LedgerTables((dataSource != null) ? dataSource : only(all.getIfUnique(), all),
					settings.tablePrefix(), settings.timeZone());
		}

		private static DataSource only(@Nullable DataSource only, ObjectProvider<DataSource> all) {
			if (only != null) {
				return only;
			}
			if (all.stream().findAny().isPresent()) {
				throw noDatabase("the application has several DataSources",
						"Mark one with @LedgerDataSource or @Primary.");
			}
			throw noDatabase("the application has no DataSource",
					"Set spring.datasource.url, or add a DataSource bean.");
		}

		@Bean
		LedgerWriter harborAiLedgerWriter(LedgerSettings settings, LedgerBuffer buffer, LedgerTables tables) {
			return new LedgerWriter(buffer, tables,
					new LedgerSchema(tables, settings.initializeSchema(), settings.tablePrefix()), settings);
		}

		@Bean
		@ConditionalOnMissingBean
		UsageLedger harborAiUsageLedger(LedgerTables tables, LedgerSettings settings) {
			return new UsageLedger(tables, settings);
		}

	}

	/**
	 * The ledger's meters.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ JdbcTemplate.class, MeterRegistry.class })
	@ConditionalOnBean(MeterRegistry.class)
	static class LedgerMetersConfiguration {

		@Bean
		@ConditionalOnMissingBean
		LedgerMeters harborAiLedgerMeters(LedgerBuffer buffer, LedgerWriter writer) {
			return new LedgerMeters(buffer, writer);
		}

	}

}
