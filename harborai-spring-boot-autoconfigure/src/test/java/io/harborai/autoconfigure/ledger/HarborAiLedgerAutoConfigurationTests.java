package io.harborai.autoconfigure.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

import javax.sql.DataSource;

import io.harborai.autoconfigure.EchoVendor;
import io.harborai.autoconfigure.HarborAiAutoConfiguration;
import io.harborai.autoconfigure.InvalidPropertyException;
import io.harborai.autoconfigure.LedgerProperties.InitializeSchema;
import io.harborai.call.Instrumentation;
import io.harborai.observation.UsageRecorder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When there is a ledger, and by which settings.
 */
class HarborAiLedgerAutoConfigurationTests {

	@TempDir
	private Path directory;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HarborAiAutoConfiguration.class, HarborAiLedgerAutoConfiguration.class,
				HarborAiUsageEndpointAutoConfiguration.class))
		.withBean(EchoVendor.class)
		.withPropertyValues("harborai.providers.p.vendor=echo");

	private final ApplicationContextRunner enabled = this.runner.withBean(DataSource.class, Rows::h2)
		.withPropertyValues("harborai.ledger.enabled=true");

	@Test
	void withoutThePropertyThereIsNothingOfIt() {
		this.runner.withBean(DataSource.class, Rows::h2)
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues("management.endpoints.web.exposure.include=*")
			.run((context) -> assertThat(context).hasBean(HarborAiAutoConfiguration.CLIENT_BEAN)
				.doesNotHaveBean(Instrumentation.class)
				.doesNotHaveBean(LedgerBuffer.class)
				.doesNotHaveBean(LedgerWriter.class)
				.doesNotHaveBean(UsageLedger.class)
				.doesNotHaveBean(LedgerMeters.class)
				.doesNotHaveBean(HarborAiUsageEndpoint.class));
	}

	@Test
	void withThePropertyItIsThere() {
		this.enabled.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues("management.endpoints.web.exposure.include=*")
			.run((context) -> {
				assertThat(context).hasSingleBean(UsageRecorder.class)
					.hasSingleBean(UsageLedger.class)
					.hasSingleBean(LedgerMeters.class)
					.hasSingleBean(HarborAiUsageEndpoint.class);
				assertThat(context.getBean(LedgerWriter.class).isRunning()).isTrue();
			});
	}

	@Test
	void threadsEndWithTheApplication() {
		this.enabled.run((context) -> assertThat(threads()).isPositive());
		Rows.eventually("no thread is left", () -> threads() == 0);
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("harborai-ledger"))
			.count();
	}

	@Test
	void theEndpointMustBeExposed() {
		this.enabled.run((context) -> assertThat(context).doesNotHaveBean(HarborAiUsageEndpoint.class));
	}

	@Test
	void springBootsDataSourceWillDo() {
		this.runner.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
			.withPropertyValues("harborai.ledger.enabled=true", "spring.datasource.generate-unique-name=true")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(UsageLedger.class));
	}

	@Test
	void withoutADataSourceTheStartFails() {
		this.runner.withPropertyValues("harborai.ledger.enabled=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidPropertyException.class)
				.hasMessageContaining("the application has no DataSource")
				.hasMessageContaining("spring.datasource.url"));
	}

	@Test
	void withSeveralDataSourcesOneMustBeMarked() {
		this.runner.withUserConfiguration(TwoDataSources.class)
			.withPropertyValues("harborai.ledger.enabled=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidPropertyException.class)
				.hasMessageContaining("@LedgerDataSource"));
	}

	@Test
	void theMarkedDataSourceIsUsed() {
		this.runner.withUserConfiguration(TwoDataSources.class, MarkedDataSource.class)
			.withPropertyValues("harborai.ledger.enabled=true")
			.run((context) -> assertThat(context.getBean(LedgerTables.class).jdbc().getDataSource())
				.isSameAs(context.getBean("marked")));
	}

	@Test
	void withoutSpringJdbcTheStartFails() {
		this.runner.withClassLoader(new FilteredClassLoader(JdbcTemplate.class))
			.withPropertyValues("harborai.ledger.enabled=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidPropertyException.class)
				.hasMessageContaining("spring-boot-starter-jdbc"));
	}

	@Test
	void withoutSpringJdbcAndThePropertyItStarts() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.jdbc"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void withoutMicrometersMetersItStarts() {
		this.enabled.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(UsageLedger.class));
	}

	@Test
	void whatIsNotSetHasADefault() {
		this.enabled.run((context) -> assertThat(context.getBean(LedgerSettings.class))
			.isEqualTo(new LedgerSettings(10_000, 500, Duration.ofSeconds(1), null, 64 << 20, null, "harborai_",
					InitializeSchema.EMBEDDED, List.of(), ZoneId.of("UTC"))));
	}

	@Test
	void everythingCanBeSet() {
		Path file = this.directory.resolve("spill.jsonl");
		this.enabled
			.withPropertyValues("harborai.ledger.queue-size=20", "harborai.ledger.batch-size=10",
					"harborai.ledger.flush-interval=2s", "harborai.ledger.spill-file=" + file,
					"harborai.ledger.spill-max-size=1MB", "harborai.ledger.retention=90d",
					"harborai.ledger.table-prefix=ai_", "harborai.ledger.initialize-schema=always",
					"harborai.ledger.tags=tenant,team", "harborai.ledger.time-zone=Asia/Shanghai")
			.run((context) -> {
				assertThat(context.getBean(LedgerSettings.class))
					.isEqualTo(new LedgerSettings(20, 10, Duration.ofSeconds(2), file, 1 << 20, Duration.ofDays(90),
							"ai_", InitializeSchema.ALWAYS, List.of("tenant", "team"), ZoneId.of("Asia/Shanghai")));
				assertThat(file).isEmptyFile();
			});
	}

	@ParameterizedTest
	@CsvSource({ "queue-size=0, queue-size", "queue-size=10000001, queue-size", "batch-size=0, batch-size",
			"batch-size=10001, batch-size", "batch-size=5000;queue-size=1000, batch-size",
			"flush-interval=0s, flush-interval", "flush-interval=2h, flush-interval",
			"spill-max-size=1MB, spill-max-size", "spill-max-size=0;spill-file=x.jsonl, spill-max-size",
			"spill-file=${NOT_SET}, spill-file", "retention=12h, retention", "retention=36h, retention",
			"retention=-1d, retention", "table-prefix=a.b, table-prefix", "table-prefix=1a, table-prefix",
			"table-prefix=x drop, table-prefix", "'tags=tenant,', tags[1]" })
	void whatCannotWorkStopsTheStart(String values, String property) {
		this.enabled.withPropertyValues(
				List.of(values.split(";")).stream().map((value) -> "harborai.ledger." + value).toArray(String[]::new))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidPropertyException.class,
						(ex) -> assertThat(ex.property()).isEqualTo("harborai.ledger." + property)));
	}

	@Test
	void aFileThatCannotBeWrittenStopsTheStart() throws Exception {
		Path file = Files.createFile(this.directory.resolve("file"));
		this.enabled.withPropertyValues("harborai.ledger.spill-file=" + file.resolve("spill.jsonl"))
			.run((context) -> assertThat(context).getFailure()
				.cause()
				.isInstanceOfSatisfying(InvalidPropertyException.class,
						(ex) -> assertThat(ex.property()).isEqualTo("harborai.ledger.spill-file")));
	}

	@Test
	void aDatabaseThatIsAwayStopsNothing() {
		FlakyDataSource database = new FlakyDataSource(Rows.h2());
		database.leave();
		this.runner.withBean(DataSource.class, () -> database)
			.withPropertyValues("harborai.ledger.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void scriptsAreKeptInANativeImage() {
		RuntimeHints hints = new RuntimeHints();
		new LedgerRuntimeHints().registerHints(hints, getClass().getClassLoader());
		for (String script : List.of("db/harborai/h2/V1__usage_ledger.sql",
				"db/harborai/postgresql/V1__usage_ledger.sql")) {
			assertThat(RuntimeHintsPredicates.resource().forResource(script)).accepts(hints);
			assertThat(getClass().getResource("/" + script)).isNotNull();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDataSources {

		@Bean
		DataSource first() {
			return Rows.h2();
		}

		@Bean
		DataSource second() {
			return Rows.h2();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MarkedDataSource {

		@Bean
		@LedgerDataSource
		DataSource marked() {
			return Rows.h2();
		}

	}

}
