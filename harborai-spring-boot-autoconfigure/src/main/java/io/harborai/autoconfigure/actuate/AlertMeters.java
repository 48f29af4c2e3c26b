package io.harborai.autoconfigure.actuate;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.harborai.autoconfigure.monitor.PerformanceMonitor;
import io.harborai.observation.HarborAiMeterDocumentation;
import io.harborai.observation.HarborAiMeterDocumentation.Keys;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * How many alerts of each kind are up. Kinds that only other sources know join when
 * somebody looks for the first time after one was raised.
 */
class AlertMeters implements MeterBinder {

	private final PerformanceMonitor monitor;

	AlertMeters(PerformanceMonitor monitor) {
		this.monitor = monitor;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		addKinds(registry, ConcurrentHashMap.newKeySet());
	}

	private void addKinds(MeterRegistry registry, Set<String> known) {
		for (String kind : this.monitor.kinds()) {
			if (known.add(kind)) {
				Gauge.builder(HarborAiMeterDocumentation.ALERTS.getName(), this.monitor, (monitor) -> {
					addKinds(registry, known);
					return count(monitor, kind);
				})
					.description(HarborAiMeterDocumentation.ALERTS.description())
					.tag(Keys.KIND.asString(), kind)
					.register(registry);
			}
		}
	}

	private static long count(PerformanceMonitor monitor, String kind) {
		return monitor.alerts().stream().filter((alert) -> alert.kind().equals(kind)).count();
	}

}
