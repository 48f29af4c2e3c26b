package io.harborai.simulator;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The latest requests, no more than a limit.
 */
final class RequestLog {

	private final Waiting waiting = new Waiting();

	private final Deque<RecordedRequest> all = new ArrayDeque<>();

	private final Deque<RecordedRequest> untaken = new ArrayDeque<>();

	private final int limit;

	RequestLog(int limit) {
		this.limit = limit;
	}

	void add(RecordedRequest request) {
		if (this.limit == 0) {
			return;
		}
		this.waiting.change(() -> {
			add(this.all, request);
			add(this.untaken, request);
			return request;
		});
	}

	List<RecordedRequest> all() {
		return this.waiting.read(() -> List.copyOf(this.all));
	}

	RecordedRequest take(Duration timeout) {
		this.waiting.await(() -> !this.untaken.isEmpty(), timeout);
		RecordedRequest request = this.waiting.read(this.untaken::poll);
		if (request == null) {
			throw new NoSuchElementException("no request came within " + timeout);
		}
		return request;
	}

	void clear() {
		this.waiting.change(() -> {
			this.all.clear();
			this.untaken.clear();
			return this;
		});
	}

	private void add(Deque<RecordedRequest> requests, RecordedRequest request) {
		if (requests.size() == this.limit) {
			requests.removeFirst();
		}
		requests.addLast(request);
	}

}
