/**
 * Asks the application and yields the events of the answer as they come: one JSON object a line. Aborting the signal
 * closes the connection, and the application then closes its own connection to the vendor.
 */
export async function* ask(request, signal) {
  const response = await fetch('api/chat', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Accept': 'application/x-ndjson' },
    body: JSON.stringify(request),
    signal
  });
  if (!response.ok) {
    yield await refusal(response);
    return;
  }
  for await (const line of lines(response.body)) {
    yield JSON.parse(line);
  }
}

/** Cuts a byte stream into lines. The next bytes are read only when the last line was taken. */
async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      break;
    }
    const pieces = (rest + value).split('\n');
    rest = pieces.pop();
    for (const line of pieces) {
      if (line) {
        yield line;
      }
    }
  }
  if (rest) {
    yield rest;
  }
}

async function refusal(response) {
  const problem = await response.json().catch(() => ({}));
  return {
    type: 'failure',
    error: problem.title ?? `HTTP ${response.status}`,
    problem: problem.detail ?? 'The application refused the question',
    statusCode: response.status
  };
}
