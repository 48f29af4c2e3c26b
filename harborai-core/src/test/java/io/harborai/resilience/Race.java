package io.harborai.resilience;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Runs two things at the same moment, over and over. Many scenes are set before two
 * threads play them all, side by side: waiting for each other before every single one
 * would take most of the time where the processors are busy.
 */
final class Race {

	private static final int SCENES = 500;

	// For so long the threads wait for each other before each scene.
	private static final int PATIENCE = 200;

	private Race() {
	}

	/**
	 * Run two things at the same moment.
	 * @param times how often
	 * @param scenes makes a scene, which is played again and again
	 */
	static void run(int times, Supplier<? extends Scene> scenes) {
		List<? extends Scene> all = Stream.generate(scenes).limit(SCENES).toList();
		for (int played = 0; played < times; played += SCENES) {
			all.forEach(Scene::start);
			AtomicInteger one = new AtomicInteger();
			AtomicInteger other = new AtomicInteger();
			CompletableFuture<Void> others = CompletableFuture.runAsync(() -> {
				for (int i = 0; i < SCENES; i++) {
					meet(other, one, i + 1);
					all.get(i).other();
				}
			}, (task) -> new Thread(task, "race").start());
			for (int i = 0; i < SCENES; i++) {
				meet(one, other, i + 1);
				all.get(i).one();
			}
			others.join();
			all.forEach(Scene::end);
		}
	}

	private static void meet(AtomicInteger own, AtomicInteger others, int value) {
		own.set(value);
		for (int i = 0; i < PATIENCE && others.get() < value; i++) {
			Thread.onSpinWait();
		}
	}

	/**
	 * Something that two threads do at the same moment.
	 */
	interface Scene {

		/**
		 * Set the scene, alone.
		 */
		void start();

		/**
		 * What one thread does.
		 */
		void one();

		/**
		 * What another thread does.
		 */
		void other();

		/**
		 * See what came of it, alone.
		 */
		void end();

	}

}
