package io.harborai.benchmarks.runner;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.Styler;

/**
 * Draws the figures as bars: a group per client.
 */
final class Plots {

	private static final Color[] COLOURS = { new Color(0x1f77b4), new Color(0xff7f0e), new Color(0x2ca02c),
			new Color(0x9467bd) };

	private final Path folder;

	Plots(Path folder) throws IOException {
		this.folder = folder;
		Files.createDirectories(folder);
	}

	/**
	 * Draw bars.
	 * @param name the file's name, without its ending
	 * @param title what is shown
	 * @param unit the unit of the values
	 * @param clients the clients, in order
	 * @param series a list of values per series, as long as the clients, null for none
	 * @return the file
	 */
	Path bars(String name, String title, String unit, List<String> clients, Map<String, List<Double>> series)
			throws IOException {
		CategoryChart chart = new CategoryChartBuilder().width(960).height(480).title(title).yAxisTitle(unit).build();
		chart.getStyler()
			.setLegendPosition(Styler.LegendPosition.OutsideS)
			.setLegendLayout(Styler.LegendLayout.Horizontal)
			.setChartBackgroundColor(Color.WHITE)
			.setSeriesColors(COLOURS);
		chart.getStyler().setXAxisLabelRotation(25);
		chart.getStyler().setAvailableSpaceFill(0.8);
		chart.getStyler().setLabelsVisible(true);
		series.forEach((label, values) -> chart.addSeries(label, clients, new ArrayList<>(values)));
		Path file = this.folder.resolve(name + ".svg");
		VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
		return file;
	}

}
