package io.harborai.samples.failover;

import io.harborai.simulator.Reply;

/**
 * How a simulated vendor is doing.
 */
enum Condition {

	/** It answers. */
	WELL(Reply.answer().text("A wall inside a ship that keeps a leak from sinking it.").reasoning("")),

	/** It refuses every request with status 503. */
	FAILING(Reply.status(503)),

	/** It takes every request and says nothing. */
	SILENT(Reply.neverAnswer());

	private final Reply reply;

	Condition(Reply reply) {
		this.reply = reply;
	}

	Reply reply() {
		return this.reply;
	}

}
