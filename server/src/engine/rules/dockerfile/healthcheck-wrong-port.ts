// The health check asks a port that nothing listens on.
import { defineRule, type Example } from '../../define-rule.ts';
import { type ShippedHealthcheck, shippedHealthcheck } from '../../model/health.ts';
import { type Listener, listenerOf, namesPort } from '../../model/listening.ts';
import type { Place } from '../../probe/places.ts';

interface Asked {
  readonly port: number;
  /** The port where it is written, else the empty place after the host. */
  readonly place: Place;
  /** What is shown: the port, or the address without one. */
  readonly shown: Place;
}

interface Data {
  readonly check: ShippedHealthcheck;
  readonly asked: readonly Asked[];
  readonly listener: Listener;
}

export default defineRule<Data>({
  id: 'healthcheck-wrong-port',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images'],
  concern: 'correctness',
  summary: 'The health check asks a port that nothing listens on',
  why: 'The connection is refused each time, so that the container is never healthy.',
  sources: [],
  *check({ model }) {
    const check = shippedHealthcheck(model);
    if (!check) return;
    const asked = askedPorts(check);
    const [first] = asked;
    if (!first || asked.some(({ port }) => port !== first.port)) return;
    const listener = listenerOf(model, check.stage);
    if (!listener || listener.port === first.port || namesPort(model, check.stage, first.port)) return;
    yield {
      at: check.span(first.shown),
      message: `The check asks port ${first.port}, but \`${listener.program}\` listens on ${listener.port} and nothing here names ${first.port}: the container is never healthy. Ask port ${listener.port}.`,
      data: { check, asked, listener },
    };
  },
  *fix(problem) {
    const { check, asked, listener } = problem.data!;
    const edits = asked.flatMap(({ place }) => {
      const written = place.end > place.start;
      const span = check.span(written ? place : { ...place, start: place.start - 1 });
      const length = written ? place.end - place.start : 1;
      // Escapes in exec form hide the exact place.
      if (span.end - span.start !== length) return [];
      return written
        ? [{ ...span, text: String(listener.port) }]
        : [{ start: span.end, end: span.end, text: `:${listener.port}` }];
    });
    if (edits.length < asked.length) return;
    yield {
      title: `Ask port ${listener.port}, where ${listener.program} listens`,
      safety: 'review',
      preferred: true,
      edits,
    };
  },
});

/** The ports of the addresses of this container itself in the check's text; none where one is in a variable. */
function askedPorts({ command }: ShippedHealthcheck): Asked[] {
  const items = command.form === 'shell' ? [command.script] : command.argv;
  const found: Asked[] = [];
  for (const [item, text] of items.entries()) {
    for (const match of text.matchAll(/\b(https?):\/\/(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\])(:?)/g)) {
      const start = match.index + match[0].length;
      const digits = /^\d{1,5}(?![\w$])/.exec(text.slice(start, start + 6))?.[0];
      if (match[3] === ':') {
        if (digits === undefined) return [];
        const place = { item, start, end: start + digits.length };
        found.push({ port: Number(digits), place, shown: place });
      } else {
        if (/^[\w$.{-]/.test(text.slice(start, start + 1))) return [];
        const shown = { item, start: match.index, end: start };
        found.push({ port: match[1] === 'https' ? 443 : 80, place: { item, start, end: start }, shown });
      }
    }
  }
  return found;
}

export const docs = `
The rule speaks where it is certain on which port the server listens (the command names it, or the image is a server that nothing here
configures anew), the check asks another port of this container, and neither EXPOSE nor anything else of the file names that port.
`;

export const examples = [
  {
    bad: `FROM python:3.12-slim\nEXPOSE 8000\nHEALTHCHECK --timeout=3s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:«8080»/health')"]\nUSER 10001\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000"]\n`,
    fixed: `FROM python:3.12-slim\nEXPOSE 8000\nHEALTHCHECK --timeout=3s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health')"]\nUSER 10001\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000"]\n`,
  },
  {
    bad: `FROM python:3.12\nHEALTHCHECK --timeout=3s CMD curl -f «http://localhost»/health || exit 1\nUSER 10001\nCMD gunicorn -b 0.0.0.0:8000 app:app\n`,
    fixed: `FROM python:3.12\nHEALTHCHECK --timeout=3s CMD curl -f http://localhost:8000/health || exit 1\nUSER 10001\nCMD gunicorn -b 0.0.0.0:8000 app:app\n`,
  },
  {
    bad: `FROM nginxinc/nginx-unprivileged:1.29-alpine\nCOPY dist /usr/share/nginx/html\nHEALTHCHECK --timeout=3s CMD wget -q -T 2 -O /dev/null http://127.0.0.1:«80»/\n`,
    fixed: `FROM nginxinc/nginx-unprivileged:1.29-alpine\nCOPY dist /usr/share/nginx/html\nHEALTHCHECK --timeout=3s CMD wget -q -T 2 -O /dev/null http://127.0.0.1:8080/\n`,
  },
  {
    good: `FROM python:3.12\nHEALTHCHECK --timeout=3s CMD curl -f http://localhost:8000/health\nUSER 10001\nCMD ["uvicorn", "app:app"]\n`,
    note: 'The default of uvicorn.',
  },
  {
    good: `FROM python:3.12\nEXPOSE 8000 9090\nHEALTHCHECK --timeout=3s CMD curl -f http://localhost:9090/health\nUSER 10001\nCMD ["uvicorn", "app:app", "--port", "8000"]\n`,
    note: 'EXPOSE names that port too.',
  },
  {
    good: `FROM node:22\nEXPOSE 3000\nHEALTHCHECK --timeout=3s CMD curl -f http://localhost:8080/\nUSER node\nCMD ["node", "server.js"]\n`,
    note: 'The program decides where it listens.',
  },
  {
    good: `FROM nginx:1.29\nCOPY nginx.conf /etc/nginx/nginx.conf\nHEALTHCHECK --timeout=3s CMD curl -f http://localhost:8080/\n`,
    note: 'The configuration decides.',
  },
  {
    good: `FROM python:3.12\nHEALTHCHECK --timeout=3s CMD curl -f http://localhost:\${PORT}/\nUSER 10001\nCMD ["uvicorn", "app:app", "--port", "8000"]\n`,
  },
] satisfies Example[];
