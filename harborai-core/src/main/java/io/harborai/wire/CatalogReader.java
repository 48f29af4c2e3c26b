package io.harborai.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;

import io.harborai.model.ModelCatalog;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a model catalog from JSON. The format is described at the top of
 * {@code io/harborai/models.json}. It is strict, unlike everything that reads what
 * vendors send: a word that it does not know is a slip of the pen in a file made by hand.
 * Thread-safe; every call reads anew, so keep the catalog.
 */
public final class CatalogReader {

	private static final String BUILT_IN = "/io/harborai/models.json";

	private final JsonFactory factory = new JsonFactory();

	/**
	 * Read the catalog that comes with HarborAI.
	 * @return the catalog
	 * @throws IllegalStateException if the file is missing from the class path
	 */
	public ModelCatalog builtIn() {
		try (InputStream json = CatalogReader.class.getResourceAsStream(BUILT_IN)) {
			if (json == null) {
				throw new IllegalStateException("The model catalog " + BUILT_IN
						+ " is missing from the class path: was the jar repackaged without its resources?");
			}
			return read(json.readAllBytes());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The model catalog " + BUILT_IN + " can't be read", ex);
		}
	}

	/**
	 * Read a catalog.
	 * @param json the JSON in UTF-8; the stream is read to its end and not closed
	 * @return the catalog
	 * @throws IllegalArgumentException if the JSON is no catalog; the message names the
	 * line and the reason
	 * @throws UncheckedIOException if the stream fails
	 */
	public ModelCatalog read(InputStream json) {
		try {
			return read(json.readAllBytes());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The model catalog can't be read", ex);
		}
	}

	/**
	 * Read a catalog.
	 * @param json the JSON in UTF-8
	 * @return the catalog
	 * @throws IllegalArgumentException if the JSON is no catalog; the message names the
	 * line and the reason
	 */
	public ModelCatalog read(byte[] json) {
		try (JsonParser parser = this.factory.createParser(ObjectReadContext.empty(), json)) {
			try {
				return ModelCatalog.of(new CatalogParser(new CatalogCursor(parser)).parse());
			}
			catch (JacksonException | IllegalArgumentException | DateTimeException ex) {
				String reason = (ex instanceof JacksonException syntax) ? syntax.getOriginalMessage() : ex.getMessage();
				throw new IllegalArgumentException("The model catalog is wrong at or before line "
						+ parser.currentTokenLocation().getLineNr() + ": " + reason, ex);
			}
		}
	}

}
