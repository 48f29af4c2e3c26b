package io.harborai.chat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.harborai.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * Puts tool calls together from their fragments. Vendors disagree on which fields a
 * fragment has: some repeat the id in each (Hunyuan), some leave it blank after the first
 * (Qwen), some send index 0 for every call (Ollama), some no index (Qianfan, Gemini),
 * some no id, some all calls at once (Ark). Not thread-safe.
 */
final class ToolCallPieces {

	private final List<Piece> calls = new ArrayList<>();

	/**
	 * Add the fragments of one delta.
	 * @param fragments the fragments in order
	 */
	void add(List<ToolCallDelta> fragments) {
		Set<Piece> touched = (fragments.size() > 1) ? new HashSet<>() : Set.of();
		for (ToolCallDelta fragment : fragments) {
			String id = blankToNull(fragment.id());
			String name = blankToNull(fragment.name());
			if (id == null && name == null && fragment.arguments().isEmpty() && fragment.additional().isEmpty()) {
				// Some vendors close a list of calls so.
				continue;
			}
			Piece call = find(fragment.index(), id, name, touched);
			if (call == null) {
				call = new Piece(fragment.index());
				this.calls.add(call);
			}
			call.add(id, name, fragment);
			if (fragments.size() > 1) {
				touched.add(call);
			}
		}
	}

	private @Nullable Piece find(@Nullable Integer index, @Nullable String id, @Nullable String name,
			Set<Piece> touched) {
		Piece known = (id != null) ? withId(id, index) : null;
		if (known != null) {
			// vLLM has sent the id "0" for every call.
			boolean other = index != null && known.index != null && !index.equals(known.index);
			return (other && name != null && known.isComplete()) ? null : known;
		}
		Piece latest = latest(index);
		if (latest == null || latest.isFollowedBy(name)) {
			return null;
		}
		if (id != null) {
			// An id that nobody has seen is a new call, unless it comes late for a call
			// that has none yet.
			boolean late = latest.id == null && !touched.contains(latest) && (name == null || !latest.isComplete());
			return late ? latest : null;
		}
		// No vendor cuts one call in two within one delta.
		return (name != null && touched.contains(latest)) ? null : latest;
	}

	private @Nullable Piece withId(String id, @Nullable Integer index) {
		Piece found = null;
		for (Piece call : this.calls) {
			if (id.equals(call.id)) {
				if (Objects.equals(index, call.index)) {
					return call;
				}
				found = (found != null) ? found : call;
			}
		}
		return found;
	}

	private @Nullable Piece latest(@Nullable Integer index) {
		for (int i = this.calls.size() - 1; i >= 0; i--) {
			Piece call = this.calls.get(i);
			if (index == null || index.equals(call.index)) {
				return call;
			}
		}
		return null;
	}

	/**
	 * The calls as far as they have come.
	 * @return the calls by index, or in the order in which they came where indices don't
	 * tell them apart; each has an id of its own
	 */
	List<ToolCall> toToolCalls() {
		if (this.calls.isEmpty()) {
			return List.of();
		}
		List<Piece> ordered = new ArrayList<>(this.calls);
		if (ordered.stream().map((call) -> call.index).distinct().count() == ordered.size()
				&& ordered.stream().noneMatch((call) -> call.index == null)) {
			ordered.sort(Comparator.comparing((call) -> (call.index != null) ? call.index : 0));
		}
		Set<String> ids = new HashSet<>();
		ordered.forEach((call) -> ids.add(call.id));
		Set<String> taken = new HashSet<>();
		List<ToolCall> toolCalls = new ArrayList<>();
		int next = 1;
		for (Piece call : ordered) {
			String id = call.id;
			while (id == null || !taken.add(id)) {
				String generated = "call_" + next++;
				id = ids.contains(generated) ? null : generated;
			}
			toolCalls.add(call.toToolCall(id));
		}
		return List.copyOf(toolCalls);
	}

	private static @Nullable String blankToNull(@Nullable String text) {
		return (text == null || text.isBlank()) ? null : text;
	}

	/**
	 * One call as far as it has come.
	 */
	private static final class Piece {

		private final @Nullable Integer index;

		private @Nullable String id;

		private @Nullable String name;

		private final TextPieces arguments = new TextPieces();

		private final FieldPieces additional = FieldPieces.replaced();

		Piece(@Nullable Integer index) {
			this.index = index;
		}

		void add(@Nullable String id, @Nullable String name, ToolCallDelta fragment) {
			this.id = (id != null) ? id : this.id;
			this.name = (name != null) ? name : this.name;
			this.arguments.add(fragment.arguments());
			this.additional.add(fragment.additional());
		}

		/**
		 * Whether a fragment with that name belongs to a call after this one: its name is
		 * another, and nothing is missing from this one.
		 */
		boolean isFollowedBy(@Nullable String nextName) {
			return nextName != null && this.name != null && !nextName.equals(this.name) && isComplete();
		}

		private boolean isComplete() {
			String json = this.arguments.toString();
			if (!json.stripTrailing().endsWith("}")) {
				return false;
			}
			try {
				Json.read(json, Object.class);
				return true;
			}
			catch (Json.UnreadableException ex) {
				// More has to come.
				return false;
			}
		}

		ToolCall toToolCall(String id) {
			String json = this.arguments.toString();
			return new ToolCall(id, (this.name != null) ? this.name : "", json.isBlank() ? "{}" : json,
					this.additional.toMap());
		}

	}

}
