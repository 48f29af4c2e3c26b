package io.harborai.autoconfigure;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The plan of the house holds here too, and Spring Boot's own rules for
 * auto-configurations.
 */
class ArchitectureTests {

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.harborai.autoconfigure");

	@Test
	void packagesHaveNoCircles() {
		SlicesRuleDefinition.slices()
			.matching("io.harborai.autoconfigure.(**)")
			.should()
			.notDependOnEachOther()
			// What the monitor sees is shown there.
			.ignoreDependency(JavaClass.Predicates.resideInAPackage("io.harborai.autoconfigure.actuate"),
					JavaClass.Predicates.resideInAPackage("io.harborai.autoconfigure.monitor"))
			.check(classes);
		noClasses().that()
			.resideInAPackage("io.harborai.autoconfigure")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.harborai.autoconfigure.actuate..", "io.harborai.autoconfigure.dashboard..",
					"io.harborai.autoconfigure.diagnostics..", "io.harborai.autoconfigure.ledger..",
					"io.harborai.autoconfigure.monitor..", "io.harborai.autoconfigure.redis..")
			.check(classes);
	}

	@Test
	void jdbcIsKnownOnlyInTheLedger() {
		noClasses().that()
			.resideOutsideOfPackage("io.harborai.autoconfigure.ledger")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..",
					"org.springframework.transaction..", "org.springframework.dao..")
			.check(classes);
	}

	@Test
	void nettyAndJacksonStayInCore() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.netty..", "reactor.netty..", "tools.jackson..", "com.fasterxml.jackson..",
					"io.harborai.json..", "io.harborai.wire..")
			.check(classes);
	}

	@Test
	void redisIsKnownOnlyInItsPackage() {
		noClasses().that()
			.resideOutsideOfPackage("io.harborai.autoconfigure.redis")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.data..")
			.check(classes);
	}

	@Test
	void actuatorAndHealthAreKnownOnlyWhereThereAreEndpoints() {
		noClasses().that()
			.resideOutsideOfPackages("io.harborai.autoconfigure.actuate", "io.harborai.autoconfigure.dashboard",
					"io.harborai.autoconfigure.ledger")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot.actuate..", "org.springframework.boot.health..")
			.check(classes);
	}

	@Test
	void autoConfigurationsArePublicAndFinalAndMadeBySpringOnly() {
		classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.haveSimpleNameEndingWith("AutoConfiguration")
			.check(classes);
		constructors().that()
			.areDeclaredInClassesThat()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePackagePrivate()
			.check(classes);
	}

	@Test
	void beanMethodsArePackagePrivateAndUnconditionalOnClasses() {
		methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate().check(classes);
		noMethods().should()
			.beAnnotatedWith("org.springframework.boot.autoconfigure.condition.ConditionalOnClass")
			.check(classes);
		methods().that()
			.areAnnotatedWith(ConditionalOnMissingBean.class)
			.should()
			.beAnnotatedWith(Bean.class)
			.check(classes);
	}

	@Test
	void configurationsHaveNoProxiesAndConditionsAreNotPublic() {
		assertThat(classes.stream().filter((type) -> type.isAnnotatedWith(Configuration.class))).allSatisfy(
				(type) -> assertThat(type.getAnnotationOfType(Configuration.class).proxyBeanMethods()).isFalse());
		classes().that().areAssignableTo(Condition.class).should().notBePublic().check(classes);
	}

	@Test
	void everyAutoConfigurationIsRegistered() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, null).getCandidates())
			.filteredOn((name) -> name.startsWith("io.harborai."))
			.containsExactlyInAnyOrderElementsOf(classes.stream()
				.filter((type) -> type.isAnnotatedWith(AutoConfiguration.class))
				.map(JavaClass::getName)
				.toList());
	}

	@Test
	void everyFailureAnalyzerIsRegistered() {
		assertThat(SpringFactoriesLoader.loadFactoryNames(FailureAnalyzer.class, null))
			.filteredOn((name) -> name.startsWith("io.harborai."))
			.containsExactlyInAnyOrderElementsOf(classes.stream()
				.filter((type) -> type.isAssignableTo(FailureAnalyzer.class))
				.map(JavaClass::getName)
				.toList());
	}

}
