package io.harborai.autoconfigure.dashboard;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * The files that a native image must keep for the page.
 */
class DashboardRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources()
			.registerPattern("io/harborai/autoconfigure/dashboard/*")
			.registerPattern(PlottingLibrary.POM)
			.registerPattern(PlottingLibrary.FOLDER + "*/dist/chart.umd*.js");
	}

}
