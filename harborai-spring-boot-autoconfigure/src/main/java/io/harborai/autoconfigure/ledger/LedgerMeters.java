package io.harborai.autoconfigure.ledger;

import java.util.function.ToDoubleFunction;

import io.harborai.observation.HarborAiMeterDocumentation;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Where the ledger's rows are.
 */
class LedgerMeters implements MeterBinder {

	private final LedgerBuffer buffer;

	private final LedgerWriter writer;

	LedgerMeters(LedgerBuffer buffer, LedgerWriter writer) {
		this.buffer = buffer;
		this.writer = writer;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		count(registry, HarborAiMeterDocumentation.LEDGER_WRITTEN, this.writer, LedgerWriter::written);
		count(registry, HarborAiMeterDocumentation.LEDGER_LOST, this.buffer, LedgerBuffer::lost);
		gauge(registry, HarborAiMeterDocumentation.LEDGER_QUEUED, LedgerBuffer::inMemory);
		gauge(registry, HarborAiMeterDocumentation.LEDGER_SPILLED, LedgerBuffer::inFile);
	}

	private static <T> void count(MeterRegistry registry, HarborAiMeterDocumentation meter, T source,
			ToDoubleFunction<T> count) {
		FunctionCounter.builder(meter.getName(), source, count).description(meter.description()).register(registry);
	}

	private void gauge(MeterRegistry registry, HarborAiMeterDocumentation meter, ToDoubleFunction<LedgerBuffer> value) {
		Gauge.builder(meter.getName(), this.buffer, value).description(meter.description()).register(registry);
	}

}
