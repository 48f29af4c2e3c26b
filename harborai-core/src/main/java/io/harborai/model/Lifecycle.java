package io.harborai.model;

import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Where a model name stands in its life.
 *
 * @param status what happens to a call that uses the name
 * @param retiredAt when the vendor switched the name off or will, {@code null} if no date
 * is known
 * @param successor the id, at the same vendor, that takes its place, {@code null} if none
 * is known; always set for {@link Status#LEGACY_ALIAS}
 * @param reasoning the thinking mode that the old name stood for and that a call under
 * the successor keeps, {@code null} if the name said nothing about it
 */
public record Lifecycle(Status status, @Nullable Instant retiredAt, @Nullable String successor,
		@Nullable ReasoningDefault reasoning) {

	/** A name in service with no end in sight. */
	public static final Lifecycle ACTIVE = new Lifecycle(Status.ACTIVE, null, null, null);

	public Lifecycle {
		Objects.requireNonNull(status, "status");
		if (status == Status.LEGACY_ALIAS && successor == null) {
			throw new IllegalArgumentException("A legacy alias must name its successor");
		}
	}

	/**
	 * A name that the vendor no longer serves and for which nothing stands in.
	 * @param retiredAt when it was switched off, {@code null} if unknown
	 * @param successor the id to use instead, {@code null} if unknown
	 * @return the lifecycle
	 */
	public static Lifecycle retired(@Nullable Instant retiredAt, @Nullable String successor) {
		return new Lifecycle(Status.RETIRED, retiredAt, successor, null);
	}

	/**
	 * A name that the vendor no longer serves but that keeps working here, by sending the
	 * successor's name.
	 * @param retiredAt when it was switched off, {@code null} if unknown
	 * @param successor the id that is sent in its place
	 * @param reasoning the thinking mode that the old name stood for, {@code null} if
	 * none
	 * @return the lifecycle
	 */
	public static Lifecycle legacyAlias(@Nullable Instant retiredAt, String successor,
			@Nullable ReasoningDefault reasoning) {
		return new Lifecycle(Status.LEGACY_ALIAS, retiredAt, successor, reasoning);
	}

	/**
	 * What happens to a call that uses the name.
	 */
	public enum Status {

		/** The vendor serves it. */
		ACTIVE,

		/** The vendor refuses it; the successor's name is sent in its place. */
		LEGACY_ALIAS,

		/** The vendor refuses it. */
		RETIRED

	}

	/**
	 * The thinking mode that a legacy alias stood for.
	 */
	public enum ReasoningDefault {

		/** The old name answered without thinking. */
		OFF,

		/** The old name thought before it answered. */
		ON

	}

}
