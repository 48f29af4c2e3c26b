package io.harborai.architecture;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.harborai.observation.CallStatistics;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The plan of the house: which package stands on which floor, and who may know whom.
 */
class ArchitectureTests {

	private static final JavaClasses CORE = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.harborai")
		.that(DescribedPredicate.describe("of the core",
				(type) -> !type.getPackageName().startsWith("io.harborai.simulator")));

	private static final String EMBEDDING = "io.harborai.embedding";

	private static final Map<String, Integer> FLOORS = new TreeMap<>(Map.ofEntries(Map.entry("io.harborai", 9),
			Map.entry("io.harborai.routing", 8), Map.entry("io.harborai.provider", 7),
			Map.entry("io.harborai.transport", 6), Map.entry("io.harborai.wire", 5),
			Map.entry("io.harborai.resilience", 5), Map.entry("io.harborai.observation", 5),
			Map.entry("io.harborai.cache", 5), Map.entry("io.harborai.budget", 5),
			Map.entry("io.harborai.structured", 5), Map.entry("io.harborai.tool", 5), Map.entry("io.harborai.call", 4),
			Map.entry("io.harborai.chat", 3), Map.entry(EMBEDDING, 3), Map.entry("io.harborai.error", 2),
			Map.entry("io.harborai.usage", 1), Map.entry("io.harborai.model", 0), Map.entry("io.harborai.json", 0)));

	/** Rooms that may know another one on their floor, which never knows them. */
	private static final Map<String, String> BORROWS = Map.of(EMBEDDING, "io.harborai.chat");

	@TestFactory
	List<DynamicTest> everyPackageImportsOnlyLowerFloors() {
		return FLOORS.keySet()
			.stream()
			.map((room) -> DynamicTest.dynamicTest(room,
					() -> noClasses().that()
						.resideInAPackage(room)
						.should()
						.dependOnClassesThat()
						.resideInAnyPackage(FLOORS.entrySet()
							.stream()
							.filter((other) -> !other.getKey().equals(room) && other.getValue() >= FLOORS.get(room))
							.filter((other) -> !other.getKey().equals(BORROWS.get(room)))
							.map(Map.Entry::getKey)
							.toArray(String[]::new))
						.because("floors are numbered from the ground up, and rooms on one floor don't know each other")
						.check(CORE)))
			.toList();
	}

	@Test
	void everyPackageHasAFloor() {
		assertThat(CORE.stream().map(JavaClass::getPackageName).distinct())
			.allMatch((name) -> FLOORS.containsKey(name) || name.startsWith("io.harborai.provider."));
	}

	@Test
	void vendorsKnowTheProviderPackageAndNeverTheOtherWay() {
		noClasses().that()
			.resideInAPackage("io.harborai.provider")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.harborai.provider.*..")
			.check(CORE);
		SlicesRuleDefinition.slices()
			.matching("io.harborai.provider.(*)..")
			.should()
			.notDependOnEachOther()
			.check(CORE);
	}

	@Test
	void thereAreNoCircles() {
		SlicesRuleDefinition.slices().matching("io.harborai.(*)").should().beFreeOfCycles().check(CORE);
	}

	@Test
	void onlyTheTransportKnowsNetty() {
		noClasses().that()
			.resideOutsideOfPackage("io.harborai.transport")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.netty..", "reactor.netty..")
			.check(CORE);
	}

	@Test
	void onlyJsonAndWireKnowJackson() {
		noClasses().that()
			.resideOutsideOfPackages("io.harborai.json", "io.harborai.wire")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("tools.jackson..")
			.check(CORE);
	}

	@Test
	void onlyObservationKnowsMicrometer() {
		noClasses().that()
			.resideOutsideOfPackage("io.harborai.observation")
			.should()
			.dependOnClassesThat(DescribedPredicate.describe("belong to Micrometer, but for its context propagation",
					(type) -> type.getPackageName().startsWith("io.micrometer")
							&& !type.getPackageName().equals("io.micrometer.context")))
			.check(CORE);
	}

	@Test
	void onlyToolsKnowContextPropagation() {
		noClasses().that()
			.resideOutsideOfPackage("io.harborai.tool")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.micrometer.context..")
			.check(CORE);
	}

	/**
	 * Applications without a meter registry need no Micrometer for them.
	 */
	@Test
	void statisticsNeedNoClassOfMicrometer() {
		Set<JavaClass> needed = new HashSet<>();
		Deque<JavaClass> open = new ArrayDeque<>(List.of(CORE.get(CallStatistics.class)));
		while (!open.isEmpty()) {
			JavaClass each = open.pop();
			if (needed.add(each)) {
				for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
					JavaClass target = dependency.getTargetClass();
					assertThat(target.getName()).as(dependency.getDescription()).doesNotStartWith("io.micrometer.");
					if (target.getName().startsWith("io.harborai.")) {
						open.add(target);
					}
				}
			}
		}
		assertThat(needed).extracting(JavaClass::getSimpleName).contains("WatchedAttempts", "ProviderStatistics");
	}

	@Test
	void onlyTheCacheKnowsCaffeine() {
		noClasses().that()
			.resideOutsideOfPackage("io.harborai.cache")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("com.github.benmanes..")
			.check(CORE);
	}

	@Test
	void nothingKnowsSpring() {
		noClasses().should().dependOnClassesThat().resideInAnyPackage("org.springframework..").check(CORE);
	}

	@Test
	void nothingBlocksButTheBlockingCall() {
		noClasses().that()
			.doNotHaveFullyQualifiedName("io.harborai.BlockingCall")
			.should()
			.callMethodWhere(DescribedPredicate.describe("waits for a publisher or a latch",
					(JavaCall<?> call) -> call.getName().startsWith("block")
							&& (call.getTargetOwner().isAssignableTo(Mono.class)
									|| call.getTargetOwner().isAssignableTo(Flux.class))
							|| call.getTargetOwner().getName().equals("java.util.concurrent.CountDownLatch")
									&& call.getName().equals("await")
							|| call.getTargetOwner().isEquivalentTo(Thread.class) && call.getName().equals("sleep")))
			.check(CORE);
	}

	@Test
	void thereIsNoStaticMutableState() {
		fields().that()
			.areStatic()
			.and()
			.areDeclaredInClassesThat()
			.resideInAPackage("io.harborai..")
			.should()
			.beFinal()
			.check(CORE);
	}

	@Test
	void exceptionsAreFinalOrAbstract() {
		classes().that()
			.areAssignableTo(RuntimeException.class)
			.should(com.tngtech.archunit.lang.conditions.ArchConditions
				.have(DescribedPredicate.describe("a modifier final or abstract",
						(JavaClass type) -> type.getModifiers().contains(JavaModifier.FINAL)
								|| type.getModifiers().contains(JavaModifier.ABSTRACT))))
			.check(CORE);
	}

}
