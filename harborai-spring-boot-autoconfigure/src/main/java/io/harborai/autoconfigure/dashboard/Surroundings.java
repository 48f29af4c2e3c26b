package io.harborai.autoconfigure.dashboard;

import java.util.Collection;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.ExposableWebEndpoint;
import org.springframework.boot.actuate.endpoint.web.WebEndpointHttpMethod;

/**
 * What is exposed beside the page. Paths are relative to the page's own, so that they
 * hold below any base path, on any port and behind any proxy.
 *
 * @param endpoint the path of the endpoint {@code harborai}, null if it isn't exposed
 * @param budgets the path of the endpoint {@code harboraibudgets}, null if there is none
 * @param actions whether the endpoint {@code harborai} takes actions, which its access
 * decides
 */
record Surroundings(@Nullable String endpoint, @Nullable String budgets, boolean actions) {

	private static final String PAGE = "harboraidashboard";

	private static final String CLIENT = "harborai";

	private static final String BUDGETS = "harboraibudgets";

	/**
	 * Look around.
	 * @param endpoints all web endpoints that are exposed
	 * @return what of it matters to the page
	 */
	static Surroundings of(Collection<? extends ExposableWebEndpoint> endpoints) {
		String own = find(endpoints, PAGE).map(ExposableWebEndpoint::getRootPath).orElse(PAGE);
		String up = "../".repeat((int) own.chars().filter((character) -> character == '/').count());
		Optional<? extends ExposableWebEndpoint> client = find(endpoints, CLIENT);
		boolean actions = client.map(ExposableWebEndpoint::getOperations)
			.filter((operations) -> operations.stream()
				.anyMatch((operation) -> operation.getRequestPredicate().getHttpMethod() == WebEndpointHttpMethod.POST))
			.isPresent();
		return new Surroundings(client.map((endpoint) -> up + endpoint.getRootPath()).orElse(null),
				find(endpoints, BUDGETS).map((endpoint) -> up + endpoint.getRootPath()).orElse(null), actions);
	}

	private static Optional<? extends ExposableWebEndpoint> find(Collection<? extends ExposableWebEndpoint> endpoints,
			String id) {
		return endpoints.stream().filter((endpoint) -> endpoint.getEndpointId().equals(EndpointId.of(id))).findFirst();
	}

}
