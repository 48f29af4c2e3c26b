package io.harborai.contract;

import java.util.List;

import io.harborai.fixture.Fixture;
import io.harborai.simulator.Chunking;
import io.harborai.simulator.Reply;

/**
 * A way to cut a fixture's bytes into what arrives at once.
 *
 * @param name says how
 * @param chunking cuts
 */
record Cut(String name, Chunking chunking) {

	static final List<Cut> ALL = List.of(new Cut("whole", Chunking.whole()),
			new Cut("byte by byte", Chunking.oneByte()), new Cut("random 1", Chunking.random(1)),
			new Cut("random 2", Chunking.random(20_02)), new Cut("random 3", Chunking.random(300_003)),
			new Cut("random 4", Chunking.random(4)));

	/**
	 * A fixture, served this way.
	 * @param fixture the fixture
	 * @return the reply
	 */
	Reply serve(Fixture fixture) {
		Reply reply = Reply.raw(fixture.status(), fixture.contentType(), fixture.bytes()).chunking(this.chunking);
		for (var header : fixture.headers().entrySet()) {
			reply = reply.header(header.getKey(), header.getValue());
		}
		return reply;
	}

	@Override
	public String toString() {
		return this.name;
	}

}
