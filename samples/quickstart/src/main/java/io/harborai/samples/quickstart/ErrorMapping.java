package io.harborai.samples.quickstart;

import io.harborai.error.CallTimeoutException;
import io.harborai.error.ContentFilteredException;
import io.harborai.error.ContextLengthExceededException;
import io.harborai.error.HarborAiException;
import io.harborai.error.InvalidRequestException;
import io.harborai.error.ModelNotFoundException;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Turns failures that come before the first token into problem details.
 */
@RestControllerAdvice
final class ErrorMapping {

	@ExceptionHandler
	ProblemDetail problem(HarborAiException ex) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status(ex), ex.getMessage());
		problem.setTitle(ex.getClass().getSimpleName());
		problem.setProperty("retryable", ex.retryable());
		return problem;
	}

	private static HttpStatus status(HarborAiException ex) {
		if (ex instanceof InvalidRequestException || ex instanceof ModelNotFoundException
				|| ex instanceof ContextLengthExceededException || ex instanceof ContentFilteredException) {
			return HttpStatus.BAD_REQUEST;
		}
		if (ex instanceof CallTimeoutException) {
			return HttpStatus.GATEWAY_TIMEOUT;
		}
		return ex.retryable() ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.BAD_GATEWAY;
	}

}
