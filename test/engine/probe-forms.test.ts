// Health checks from real Dockerfiles: what each asks, and the exact commands that may take its place.
import { describe, expect, it } from 'vitest';
import { readProbe } from '../../server/src/engine/probe/read.ts';
import type { HealthCommand } from '../../server/src/engine/probe/request.ts';
import { type ProbeRuntime, writeProbe } from '../../server/src/engine/probe/write.ts';
import { CURL_ANSWER_FORMS } from './probe/curl-answer-forms.ts';
import { CURL_OPTION_FORMS } from './probe/curl-option-forms.ts';
import { CURL_PLAIN_FORMS } from './probe/curl-plain-forms.ts';
import type { Form } from './probe/form.ts';
import { REFUSED_FORMS } from './probe/refused-forms.ts';
import { WGET_FORMS } from './probe/wget-forms.ts';

const RUNTIMES = {
  python: { kind: 'python', path: 'python3' },
  node: { kind: 'node', path: 'node', major: 20 },
  wget: { kind: 'busybox-wget', shell: '/bin/sh' },
} as const satisfies Record<string, ProbeRuntime>;

function commandOf(check: Form['check']): HealthCommand {
  return typeof check === 'string' ? { form: 'shell', script: check } : { form: 'exec', argv: check };
}

describe.each([
  ['plain curl', CURL_PLAIN_FORMS],
  ['curl with options', CURL_OPTION_FORMS],
  ['curl and its answer', CURL_ANSWER_FORMS],
  ['wget', WGET_FORMS],
])('%s health checks', (_, forms) => {
  it.each(forms.map((form) => [String(form.check), form] as const))('%s', (_name, form) => {
    const read = readProbe(commandOf(form.check));
    if (!read.ok) throw new Error(read.reason);
    expect(read.notes).toEqual(form.notes ?? []);
    for (const name of ['python', 'node', 'wget'] as const) {
      const written = writeProbe(read.probes, RUNTIMES[name], { join: read.join });
      const { gives, changes } = form[name];
      if (!written.ok) expect({ [name]: { refused: written.reason } }).toEqual({ [name]: gives });
      else {
        expect(name === 'wget' ? written.argv : written.argv[2]).toEqual(gives);
        expect(written.changes).toEqual(changes);
      }
    }
  });
});

describe('health checks that are left alone', () => {
  it.each(REFUSED_FORMS)('$check', ({ check, refused }) => {
    expect(readProbe(commandOf(check))).toEqual({ ok: false, reason: refused });
  });
});

describe('what is known beside the text', () => {
  const asked = (script: string, wget?: 'gnu' | 'busybox') => {
    const read = readProbe({ form: 'shell', script }, { wget });
    if (!read.ok) throw new Error(read.reason);
    return read;
  };

  it('takes --spider as HEAD for GNU wget and as GET for BusyBox', () => {
    const script = 'wget -q --spider http://localhost/';
    expect(asked(script, 'gnu')).toMatchObject({ probes: [{ method: 'HEAD' }], notes: [] });
    expect(asked(script, 'busybox')).toMatchObject({ probes: [{ method: 'GET' }], notes: [] });
    expect(asked(script)).toMatchObject({ probes: [{ method: 'GET' }], notes: ['asks with GET'] });
  });

  it('gives a request no more time than the HEALTHCHECK has', () => {
    const written = (script: string, healthcheckTimeoutSeconds: number) =>
      writeProbe(asked(script).probes, RUNTIMES.node, { healthcheckTimeoutSeconds });
    const plain = 'curl -f http://127.0.0.1/health';
    expect(written(plain, 2)).toMatchObject({
      argv: [{}, {}, expect.stringContaining('timeout(2000)')].map((x, i) =>
        i === 0 ? 'node' : i === 1 ? '-e' : x,
      ),
      changes: [],
    });
    expect(written(plain, 10)).toMatchObject({ changes: ['gives up after 3 s'] });
    expect(JSON.stringify(written('curl -m 20 -f http://127.0.0.1/health', 10))).toContain('timeout(10000)');
  });

  it('uses http.request where Node has no fetch or its version is not known', () => {
    const { probes } = asked('curl -f http://127.0.0.1:3000/health');
    for (const major of [undefined, 8, 16]) {
      expect(writeProbe(probes, { kind: 'node', path: '/nodejs/bin/node', major })).toMatchObject({
        argv: [
          '/nodejs/bin/node',
          '-e',
          "require('http').get('http://127.0.0.1:3000/health',r=>process.exit(r.statusCode<400?0:1)).on('error',()=>process.exit(1));setTimeout(()=>process.exit(1),3000)",
        ],
      });
    }
  });
});
