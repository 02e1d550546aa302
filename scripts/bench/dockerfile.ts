// A Dockerfile of any length, as realistic as generated text can be: chained stages, RUNs, findings in each.

const block = [
  'RUN apt-get update && apt-get install -y --no-install-recommends curl gcc libpq-dev \\',
  '    && rm -rf /var/lib/apt/lists/*',
  'ENV APP_HOME=/app API_TOKEN=abc123',
  'WORKDIR /app',
  'COPY requirements.txt ./',
  'RUN pip install --no-cache-dir -r requirements.txt',
  'COPY . .',
  'RUN if [ -f setup.py ]; then pip install . ; fi; echo "done" | tee /tmp/log',
  'EXPOSE 8000',
  'HEALTHCHECK --interval=30s CMD curl -f http://localhost:8000/health || exit 1',
];

/** A Dockerfile of `lines` lines. */
export function makeDockerfile(lines: number): string {
  const out = ['# syntax=docker/dockerfile:1'];
  for (let stage = 0; out.length < lines; stage++) {
    out.push(
      stage % 3 ? `FROM stage${stage - 1} AS stage${stage}` : `FROM python:3.12-slim AS stage${stage}`,
      ...block,
    );
  }
  out.length = Math.max(lines - 1, 2);
  while (out.at(-1)?.endsWith('\\')) out.pop();
  out.push('CMD ["python", "-m", "app"]');
  return `${out.join('\n')}\n`;
}

/**
 * The text after one edit: a text never seen before each time, and every fifth edit changes what there is to report.
 * Returns the changed line's number (zero-based), what stood there, and what stands there now.
 */
export function edit(
  text: string,
  step: number,
): { text: string; line: number; before: string; after: string } {
  const lines = text.split('\n');
  const fifth = step % 5 === 4;
  const line = lines.findIndex((candidate) => candidate.startsWith(fifth ? 'ENV APP_HOME' : 'EXPOSE'));
  const before = lines[line] ?? '';
  const after = fifth
    ? `ENV APP_HOME=/app${step} ${step % 10 === 4 ? 'API_URL' : 'API_TOKEN'}=abc123`
    : `EXPOSE ${8001 + step}`;
  lines[line] = after;
  return { text: lines.join('\n'), line, before, after };
}
