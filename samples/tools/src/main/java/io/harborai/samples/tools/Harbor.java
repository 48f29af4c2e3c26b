package io.harborai.samples.tools;

import java.util.List;
import java.util.stream.Stream;

import io.harborai.chat.Description;
import io.harborai.tool.HarborTool;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * What a harbour knows, for a model to look up. A bean like any other.
 */
@Component
class Harbor {

	private static final List<Berth> BERTHS = List.of(new Berth("North quay 1", 180, true),
			new Berth("North quay 2", 420, true), new Berth("South quay 1", 400, false));

	/**
	 * May block, as a query does: it runs on a virtual thread where the JVM has them.
	 */
	@HarborTool("Lists the berths that are free and long enough for a ship")
	List<Berth> berths(@Description("The ship's length in metres") int length,
			@Description("Only those whose name begins with this") @Nullable String quay) {
		return BERTHS.stream()
			.filter((berth) -> berth.free() && berth.metres() >= length)
			.filter((berth) -> quay == null || berth.name().startsWith(quay))
			.toList();
	}

	/**
	 * Doesn't block, as a WebClient doesn't: it is subscribed to where the answer
	 * arrived.
	 */
	@HarborTool("Tells how high the tide is at each full hour of a day, in metres")
	Mono<List<Tide>> tides(Hours hours) {
		return Mono.just(Stream.iterate(hours.from(), (hour) -> hour <= hours.to(), (hour) -> hour + 1)
			.map((hour) -> new Tide(hour, Math.round(10 * (3 + 2 * Math.sin(hour * Math.PI / 6.2))) / 10.0))
			.toList());
	}

	/**
	 * The hours to look at.
	 *
	 * @param from the first, 0 to 23
	 * @param to the last, 0 to 23
	 */
	record Hours(@Description("The first hour, 0 to 23") int from, @Description("The last hour, 0 to 23") int to) {
	}

	record Berth(String name, int metres, boolean free) {
	}

	record Tide(int hour, double metres) {
	}

}
