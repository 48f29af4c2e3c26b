package io.harborai.autoconfigure.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import io.harborai.HarborAiClient;
import io.harborai.autoconfigure.InvalidPropertyException;
import io.harborai.autoconfigure.MonitorProperties;
import io.harborai.call.SystemTicker;
import io.harborai.observation.CallStatistics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Looks at the client from time to time, and at whatever else {@link AlertSource}s tell.
 * What crosses its threshold raises an alert, once; what has left it for two looks clears
 * the alert, once. Each is told by an event and a line in the log. Looking builds nothing
 * and asks no vendor. Thread-safe.
 */
public final class PerformanceMonitor implements SmartLifecycle {

	static final Duration INTERVAL = Duration.ofSeconds(10);

	private static final Logger logger = LoggerFactory.getLogger(PerformanceMonitor.class);

	private static final int QUIET_LOOKS = 2;

	private final Figures figures;

	private final List<AlertSource> sources;

	private final ApplicationEventPublisher events;

	private final Duration interval;

	private final Map<String, Raised> raised = new ConcurrentHashMap<>();

	private final Set<String> kinds = ConcurrentHashMap.newKeySet();

	private final AtomicReference<@Nullable SystemTicker> ticker = new AtomicReference<>();

	/**
	 * Create the monitor; it doesn't look until it is started.
	 * @param client the client to look at
	 * @param statistics what the client's calls showed
	 * @param properties how often to look, and what raises an alert
	 * @param more whom else to ask
	 * @param events whom to tell
	 */
	public PerformanceMonitor(HarborAiClient client, CallStatistics statistics, MonitorProperties properties,
			Collection<AlertSource> more, ApplicationEventPublisher events) {
		this.figures = new Figures(client, statistics, Thresholds.of(properties.getThresholds()));
		this.sources = new ArrayList<>(List.of(this.figures, new ProviderTroubles(client), new BudgetTroubles(client)));
		this.sources.addAll(more);
		this.events = events;
		this.interval = interval(properties.getInterval());
		this.kinds.addAll(AlertKinds.ALL);
	}

	private static Duration interval(@Nullable Duration wanted) {
		if (wanted == null) {
			return INTERVAL;
		}
		if (wanted.isZero() || wanted.isNegative()) {
			throw new InvalidPropertyException("harborai.monitor.interval", "must be longer than zero, not " + wanted,
					"Set harborai.monitor.enabled to false to look at nothing.");
		}
		return wanted;
	}

	/**
	 * The alerts that are up.
	 * @return the alerts, the oldest first
	 */
	public List<Alert> alerts() {
		return this.raised.values()
			.stream()
			.map(Raised::alert)
			.sorted(Comparator.comparing(Alert::since).thenComparing(Alert::id))
			.toList();
	}

	/**
	 * The figures of the client's performance as they are now.
	 * @return the figures by name
	 */
	public Map<String, PerformanceFigure> performance() {
		return this.figures.read();
	}

	/**
	 * What alerts may be about, as far as anybody knows.
	 * @return the kinds, those of other sources once they have found something
	 */
	public Set<String> kinds() {
		return Set.copyOf(this.kinds);
	}

	/**
	 * Look now.
	 */
	public synchronized void look() {
		Map<String, Raised> found = new LinkedHashMap<>();
		Set<AlertSource> silent = new HashSet<>();
		for (AlertSource source : this.sources) {
			try {
				for (Finding finding : source.findings()) {
					found.putIfAbsent(finding.id(), new Raised(source, finding, Instant.now(), 0));
				}
			}
			catch (RuntimeException ex) {
				silent.add(source);
				logger.warn("{} couldn't look for alerts; those that are up stay up", source.getClass().getName(), ex);
			}
		}
		found.forEach(this::found);
		this.raised.forEach((id, known) -> {
			if (!found.containsKey(id) && !silent.contains(known.source())) {
				missed(id, known);
			}
		});
	}

	private void found(String id, Raised fresh) {
		Raised known = this.raised.get(id);
		if (known != null) {
			Finding finding = fresh.finding().raises() ? fresh.finding() : known.finding();
			this.raised.put(id, new Raised(fresh.source(), finding, known.since(), 0));
		}
		else if (fresh.finding().raises()) {
			this.kinds.add(fresh.finding().kind());
			this.raised.put(id, fresh);
			logger.warn("Alert {}: {}", id, fresh.finding().message());
			publish(fresh, true);
		}
	}

	private void missed(String id, Raised known) {
		int quiet = known.quiet() + 1;
		if (quiet < QUIET_LOOKS) {
			this.raised.put(id, new Raised(known.source(), known.finding(), known.since(), quiet));
			return;
		}
		this.raised.remove(id);
		logger.info("Alert {} is over", id);
		publish(known, false);
	}

	private void publish(Raised which, boolean raised) {
		try {
			this.events.publishEvent(new HarborAiAlertEvent(this, which.alert(), raised));
		}
		catch (RuntimeException ex) {
			logger.warn("A listener of alerts failed", ex);
		}
	}

	@Override
	public void start() {
		SystemTicker ticker = new SystemTicker();
		if (this.ticker.compareAndSet(null, ticker)) {
			schedule(ticker);
		}
	}

	private void schedule(SystemTicker ticker) {
		try {
			ticker.schedule(() -> {
				try {
					look();
				}
				finally {
					schedule(ticker);
				}
			}, this.interval);
		}
		catch (IllegalStateException ex) {
			logger.debug("Stopped while looking");
		}
	}

	@Override
	public void stop() {
		SystemTicker ticker = this.ticker.getAndSet(null);
		if (ticker != null) {
			ticker.close();
		}
	}

	@Override
	public boolean isRunning() {
		return this.ticker.get() != null;
	}

	/**
	 * An alert that is up.
	 */
	private record Raised(AlertSource source, Finding finding, Instant since, int quiet) {

		Alert alert() {
			return Alert.of(this.finding, this.since);
		}

	}

}
