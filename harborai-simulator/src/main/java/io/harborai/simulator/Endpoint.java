package io.harborai.simulator;

/**
 * What a path leads to.
 */
enum Endpoint {

	CHAT, EMBEDDINGS, MULTIMODAL_EMBEDDINGS, MODELS, BALANCE,

	/**
	 * Where Baidu turns an access key and a secret key into a bearer token.
	 */
	IAM_TOKEN,

	/**
	 * Where Volcengine turns an access key and a secret key into a temporary Ark key.
	 */
	ARK_KEY,

	/**
	 * A path under a dialect's base that the vendor doesn't know.
	 */
	UNKNOWN

}
