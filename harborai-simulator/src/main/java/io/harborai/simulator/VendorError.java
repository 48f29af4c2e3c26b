package io.harborai.simulator;

import org.jspecify.annotations.Nullable;

/**
 * A vendor's error, before a dialect writes it.
 *
 * @param status the HTTP status
 * @param code the vendor's code
 * @param type the vendor's type
 * @param message the message
 * @param param the parameter it is about
 */
record VendorError(int status, @Nullable String code, String type, String message, @Nullable String param) {

	VendorError(int status, @Nullable String code, String type, String message) {
		this(status, code, type, message, null);
	}

	VendorError withStatus(int status) {
		return new VendorError(status, this.code, this.type, this.message, this.param);
	}

	VendorError withCode(String code, String message) {
		return new VendorError(this.status, code, this.type, message, this.param);
	}

}
