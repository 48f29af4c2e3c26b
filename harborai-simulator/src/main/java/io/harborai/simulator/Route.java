package io.harborai.simulator;

import org.jspecify.annotations.Nullable;

/**
 * Where a request goes.
 *
 * @param dialect whose path it is; {@code null} if it is nobody's
 * @param endpoint what it leads to
 * @param methodAllowed whether the vendor takes this method there
 */
record Route(@Nullable Dialect dialect, Endpoint endpoint, boolean methodAllowed) {

	static final String IAM_PATH = "/iam";

	static final String ARK_CONTROL_PATH = "/volc-open";

	private static final String IAM_TOKEN_PATH = IAM_PATH + "/v1/BCE-BEARER/token";

	private static final Dialect[] DIALECTS = Dialect.values();

	static Route of(String method, String target) {
		int query = target.indexOf('?');
		String path = (query < 0) ? target : target.substring(0, query);
		for (Dialect dialect : DIALECTS) {
			if (path.startsWith(dialect.basePath()) && path.startsWith("/", dialect.basePath().length())) {
				Endpoint endpoint = endpoint(dialect, path.substring(dialect.basePath().length()));
				return new Route(dialect, endpoint, method.equals(methodOf(endpoint)));
			}
		}
		if (path.equals(IAM_TOKEN_PATH)) {
			return new Route(Dialect.WENXIN, Endpoint.IAM_TOKEN, method.equals("GET"));
		}
		if (path.startsWith(ARK_CONTROL_PATH)) {
			return new Route(Dialect.DOUBAO, Endpoint.ARK_KEY, method.equals("POST"));
		}
		return new Route(null, Endpoint.UNKNOWN, false);
	}

	/**
	 * Return whether a test's scripts are for this request: for the vendor's own
	 * interface, not for the exchange of credentials before it.
	 * @return {@code true} if they are
	 */
	boolean scripted() {
		return this.dialect != null && this.endpoint != Endpoint.IAM_TOKEN && this.endpoint != Endpoint.ARK_KEY;
	}

	private static Endpoint endpoint(Dialect dialect, String path) {
		String rest = (dialect == Dialect.DEEPSEEK) ? path.replaceFirst("^/(v1|beta)/", "/") : path;
		return switch (rest) {
			case "/chat/completions" -> Endpoint.CHAT;
			case "/models" -> Endpoint.MODELS;
			case "/embeddings" -> (dialect != Dialect.DEEPSEEK) ? Endpoint.EMBEDDINGS : Endpoint.UNKNOWN;
			case "/embeddings/multimodal" ->
				(dialect == Dialect.DOUBAO) ? Endpoint.MULTIMODAL_EMBEDDINGS : Endpoint.UNKNOWN;
			case "/user/balance" -> (dialect == Dialect.DEEPSEEK) ? Endpoint.BALANCE : Endpoint.UNKNOWN;
			default -> Endpoint.UNKNOWN;
		};
	}

	private static String methodOf(Endpoint endpoint) {
		return (endpoint == Endpoint.MODELS || endpoint == Endpoint.BALANCE) ? "GET" : "POST";
	}

}
