package io.harborai.samples.quickstart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.harborai.model.ModelInfo;
import io.harborai.samples.quickstart.Setup.ModelEntry;
import io.harborai.samples.quickstart.Setup.VendorEntry;
import io.harborai.simulator.SimulatedVendor;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells the page which vendors and models there are.
 */
@RestController
final class SetupController {

	private final Models models;

	private final boolean simulated;

	SetupController(Models models, ObjectProvider<SimulatedVendor> simulated) {
		this.models = models;
		this.simulated = simulated.getIfAvailable() != null;
	}

	@GetMapping("/api/models")
	Setup setup() {
		Map<String, List<ModelInfo>> offered = new LinkedHashMap<>(this.models.byProvider());
		List<VendorEntry> entries = new ArrayList<>();
		for (Vendor vendor : Vendor.values()) {
			List<ModelInfo> own = offered.remove(vendor.provider());
			String state = (own == null) ? "off" : this.simulated ? "simulated" : "real";
			entries.add(entry(vendor.provider(), state, vendor.key(), (own != null) ? own : List.of()));
		}
		offered.forEach((provider, own) -> entries.add(entry(provider, "real", null, own)));
		return new Setup(this.simulated, this.models.preferred(), entries);
	}

	private static VendorEntry entry(String name, String state, @Nullable String key, List<ModelInfo> models) {
		return new VendorEntry(name, state, key, models.stream().map(ModelEntry::of).toList());
	}

}
