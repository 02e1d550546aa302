// Which programs a health check needs, and where it takes an HTTP error for health.
import { describe, expect, it } from 'vitest';
import { toExecForm } from '../../server/src/engine/edits/exec-form.ts';
import { ignoresHttpErrors, type ProbeEdit } from '../../server/src/engine/probe/http-errors.ts';
import type { HealthCommand } from '../../server/src/engine/probe/request.ts';
import { probeTools } from '../../server/src/engine/probe/tools.ts';

const commandOf = (check: string | readonly string[]): HealthCommand =>
  typeof check === 'string' ? { form: 'shell', script: check } : { form: 'exec', argv: check };
const itemsOf = (check: string | readonly string[]) => (typeof check === 'string' ? [check] : [...check]);

/** `curl!` cannot be done without, `curl?` perhaps can. */
const TOOLS: readonly [check: string | readonly string[], tools: string, complete?: false][] = [
  ['curl -f http://x/ || exit 1', 'curl!'],
  ['/usr/bin/curl -f http://x/', 'curl!'],
  [['curl', '-f', 'http://x/'], 'curl!'],
  ['sh -c "curl -f http://x/ || exit 1"', 'sh! curl!'],
  ['sh -c "curl -fs \\"http://x:$PORT/\\" > /dev/null || exit 1"', 'sh! curl!'],
  [['/bin/sh', '-c', 'wget -qO- "http://x/" | grep -q ok'], 'sh! wget! grep!'],
  [['bash', '-c', "sh -c 'curl -f x'"], 'bash! sh! curl!'],
  ['curl -f http://x/ || wget -qO- http://x/ || exit 1', 'curl? wget?'],
  ['curl -f http://x/a && wget -qO- http://x/b || exit 1', 'curl! wget!'],
  ['curl -f http://x/ || (echo down; exit 1)', 'curl!'],
  ['curl -f http://x/ || true', 'curl?'],
  ['curl -f http://x/ || kill 1', 'curl?'],
  ['curl -f http://x/; exit $?', 'curl!'],
  ['curl -f http://x/; exit 0', 'curl?'],
  ['set -e; curl -f http://x/; exit 0', 'curl!'],
  ['curl -s http://x/ | cat', 'curl? cat!'],
  ['curl -s http://x/ | jq -e .ok | grep true', 'curl? jq? grep!'],
  ['[ "$(curl -s http://x/)" = ok ]', 'curl!'],
  ['test -z "$(curl -s http://x/)"', 'curl?'],
  ['if curl -f http://x/; then exit 0; else exit 1; fi', 'curl!'],
  ['for i in 1 2; do curl -f http://x/ && exit 0; done; exit 1', 'curl?'],
  ['timeout 3 curl -f http://x/', 'timeout! curl!'],
  ['exec pg_isready -U "$USER"', 'pg_isready!'],
  ['gosu app redis-cli ping | grep PONG', 'gosu! redis-cli! grep!'],
  [['test', '-f', '/ready'], 'test!'],
  ['test -f /ready', ''],
  ['! curl -f http://x/down', 'curl?'],
  ['curl -f http://x/ &', 'curl?'],
  ['$CHECK http://x/', '', false],
  ['eval "curl -f http://x/"', '', false],
  ['sh -c "curl -f $(cat /url)"', 'cat? sh!', false],
  ['curl -f "http://x/', 'curl!', false],
];

describe('programs of a health check', () => {
  it.each(TOOLS)('%j', (check, expected, complete = true as never) => {
    const { tools, complete: isComplete } = probeTools(commandOf(check));
    expect(tools.map(({ name, decides }) => name + (decides ? '!' : '?')).join(' ')).toBe(expected);
    expect(isComplete).toBe(complete);
    for (const { path, place } of tools) {
      expect(itemsOf(check)[place.item]!.slice(place.start, place.end)).toBe(path);
    }
  });
});

/** The text after the offered edits; `undefined` where there is none; `silent` where nothing is found. */
const IGNORES: readonly [
  check: string | readonly string[],
  after: string | readonly string[] | 'silent' | undefined,
][] = [
  ['curl http://x/ || exit 1', 'curl --fail http://x/ || exit 1'],
  ['curl -s http://x/ || exit 1', 'curl -fs http://x/ || exit 1'],
  ['curl -sSLk --max-time 3 http://x/', 'curl -fsSLk --max-time 3 http://x/'],
  [
    'curl -o /dev/null -s -w "%{http_code}" http://x/ || exit 1',
    'curl -o /dev/null -fs -w "%{http_code}" http://x/ || exit 1',
  ],
  ['curl -m3 http://x/', 'curl --fail -m3 http://x/'],
  [
    ['curl', 'http://x/'],
    ['curl', '--fail', 'http://x/'],
  ],
  [
    ['curl', '-s', 'http://x/'],
    ['curl', '-fs', 'http://x/'],
  ],
  [
    ['sh', '-c', 'curl -s "http://x/" || exit 1'],
    ['sh', '-c', 'curl -fs "http://x/" || exit 1'],
  ],
  [`sh -c 'curl http://x/'`, `sh -c 'curl --fail http://x/'`],
  [`sh -c "curl -s \\"http://x/\\""`, `sh -c "curl -fs \\"http://x/\\""`],
  ['timeout 3 curl -s http://x/ > /dev/null', 'timeout 3 curl -fs http://x/ > /dev/null'],
  ['curl -f http://x/', 'silent'],
  ['curl -sfL http://x/', 'silent'],
  ['curl --fail-with-body http://x/', 'silent'],
  ['curl -m 3 -s -f http://x/', 'silent'],
  ['curl -H "X: -f" http://x/', 'curl --fail -H "X: -f" http://x/'],
  ['curl -s http://x/ | grep -q UP', 'silent'],
  ['[ "$(curl -s http://x/)" = ok ]', 'silent'],
  ['curl -s http://x/ -o /tmp/answer && grep ok /tmp/answer', 'silent'],
  ['curl -s http://x/ > /tmp/answer && grep ok /tmp/answer', 'silent'],
  ['curl $CURL_OPTS http://x/', 'silent'],
  ['curl telnet://x:25', 'silent'],
  ['curl --unix-socket /s http://x/', 'silent'],
  ['curl -fs http://x/ | jq .', undefined],
  ['wget -qO- http://x/ | head -1', undefined],
  ['curl -fs http://x/ | jq -e .ok', 'silent'],
  ['set -o pipefail; curl -fs http://x/ | jq .', 'silent'],
  ['wget -qO- http://x/ || exit 1', 'silent'],
  [`node -e "fetch('http://x/')"`, `node -e "fetch('http://x/').then(r=>r.ok?r:process.exit(1))"`],
  [
    ['node', '-e', "fetch('http://x/status').then(()=>process.exit(0)).catch(()=>process.exit(1))"],
    [
      'node',
      '-e',
      "fetch('http://x/status').then(r=>r.ok?r:process.exit(1)).then(()=>process.exit(0)).catch(()=>process.exit(1))",
    ],
  ],
  [`node -e "fetch('http://x/').then(r=>process.exit(r.ok?0:1))"`, 'silent'],
  [`node -e "require('http').get('http://x/', r => process.exit(r.statusCode === 200 ? 0 : 1))"`, 'silent'],
  [`node -e "require('http').get('http://x/', () => process.exit(0))"`, undefined],
  [`node -e "require('./check').fetch('http://x/')"`, 'silent'],
  [`node -e "require('./check');fetch('http://x/')"`, 'silent'],
  [
    `python -c "import requests; requests.get('http://x/status')" || exit 1`,
    `python -c "import requests; requests.get('http://x/status').raise_for_status()" || exit 1`,
  ],
  [
    ['python3', '-c', `import httpx; httpx.get("http://x/", timeout=max(1, 2))`],
    ['python3', '-c', `import httpx; httpx.get("http://x/", timeout=max(1, 2)).raise_for_status()`],
  ],
  [`python -c "import requests; requests.get('http://x/').raise_for_status()"`, 'silent'],
  [`python -c "import urllib.request as u; u.urlopen('http://x/')"`, 'silent'],
  ['pg_isready', 'silent'],
];

describe('HTTP errors that go unnoticed', () => {
  it.each(IGNORES)('%j', (check, after) => {
    const found = ignoresHttpErrors(commandOf(check));
    if (after === 'silent') {
      expect(found).toEqual([]);
      return;
    }
    expect(found).toHaveLength(1);
    const { edit } = found[0]!;
    const items = itemsOf(check);
    expect(edit === undefined ? undefined : apply(items, edit)).toEqual(after && itemsOf(after));
    // What was repaired is not found again.
    if (after) expect(ignoresHttpErrors(commandOf(after))).toEqual([]);
  });
});

function apply(items: readonly string[], edit: ProbeEdit): string[] {
  if (edit.kind === 'insert-item')
    return [...items.slice(0, edit.before), edit.text, ...items.slice(edit.before)];
  const { item, start } = edit.place;
  return items.map((text, index) =>
    index === item ? text.slice(0, start) + edit.text + text.slice(start) : text,
  );
}

describe('exec form of a shell form', () => {
  it.each([
    [`python -c "import u; u.get('http://x/')" || exit 1`, ['python', '-c', "import u; u.get('http://x/')"]],
    ['pg_isready -U postgres > /dev/null 2>&1 || exit 1', ['pg_isready', '-U', 'postgres']],
    ['/app/check --deep', ['/app/check', '--deep']],
    ['exec /app/check', undefined],
    ['pg_isready -U "$USER" || exit 1', undefined],
    ['redis-cli ping | grep PONG', undefined],
    ['/app/check || true', undefined],
    ['/app/a && /app/b', undefined],
    ['kill -0 1', undefined],
    ['ls /tmp/*.ready', undefined],
    ['/app/check > /tmp/log', undefined],
    ['LANG=C /app/check', undefined],
  ])('%s', (script, argv) => {
    const written = toExecForm(script, { healthcheck: true });
    expect(written.ok ? written.argv : undefined).toEqual(argv);
  });
});
