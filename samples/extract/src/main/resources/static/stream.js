/**
 * Has a text read and yields what the application tells of it, as it comes. Aborting the signal closes the connection,
 * and the application then closes its own connection to the vendor.
 */
export async function* extract(text, signal) {
  const response = await fetch('api/extract', {
    method: 'POST',
    headers: { 'Content-Type': 'text/plain;charset=UTF-8', 'Accept': 'text/event-stream, application/problem+json' },
    body: text,
    signal
  });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    yield { type: 'failed', error: `HTTP ${response.status}`, problem: problem.detail ?? 'The application refused the text' };
    return;
  }
  for await (const line of lines(response.body)) {
    if (line.startsWith('data:')) {
      yield JSON.parse(line.slice('data:'.length));
    }
  }
}

/** Cuts a byte stream into lines. The next bytes are read only when the last line was taken. */
async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const pieces = (rest + value).split('\n');
    rest = pieces.pop();
    yield* pieces;
  }
}
