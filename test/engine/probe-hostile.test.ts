// Text made to break the readers: nothing throws, nothing takes long, nothing of it becomes code.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toExecForm } from '../../server/src/engine/edits/exec-form.ts';
import { ignoresHttpErrors } from '../../server/src/engine/probe/http-errors.ts';
import { readProbe } from '../../server/src/engine/probe/read.ts';
import type { HealthCommand } from '../../server/src/engine/probe/request.ts';
import { probeTools } from '../../server/src/engine/probe/tools.ts';
import { writeProbe } from '../../server/src/engine/probe/write.ts';

const WORDS =
  `curl wget -f -s -o /dev/null - -w '%{http_code}' http://localhost:80/health https://[::1]:\${P:-1}/ -H 'A: b' "C: $D"
  -d x=1 -X POST --header=E:f | grep -q ok -E '^2' || && ; & ! ( ) { } [ ] [[ ]] = 200 "$( )" \` ' " \\ $ exit 1 $? if then
  else fi sh -c timeout 3 CODE=$( test < > 2>&1 << EOF ' ; import(os)' node -e python3 fetch( requests.get( )`
    .split(/\s+/)
    .concat(' ', ' ', ' ', '\n');
const script = fc.array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...WORDS) }, fc.string()), {
  maxLength: 25,
});

function everything(command: HealthCommand): void {
  const read = readProbe(command);
  probeTools(command);
  ignoresHttpErrors(command);
  if (command.form === 'shell') toExecForm(command.script, { healthcheck: true });
  if (!read.ok) return;
  for (const kind of ['python', 'node', 'curl', 'wget-gnu', 'busybox-wget'] as const) {
    writeProbe(read.probes, { kind, path: kind, shell: '/bin/sh' }, { join: read.join });
  }
}

describe('hostile health checks', () => {
  it('never throw in shell form', () => {
    fc.assert(
      fc.property(script, fc.constantFrom(' ', ''), (words, glue) => {
        everything({ form: 'shell', script: words.join(glue) });
      }),
      { numRuns: 4000 },
    );
  });

  it('never throw in exec form', () => {
    fc.assert(
      fc.property(script, (argv) => everything({ form: 'exec', argv })),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['a megabyte', 'curl -f x && '.repeat(80_000)],
    ['many in a chain', 'curl -f x && '.repeat(1_200)],
    ['many in a list', 'curl -f x; '.repeat(1_400)],
    ['alternatives that double', '[ "$(curl x)" = a ]; '.repeat(200)],
    ['deep groups', `${'( '.repeat(8_000)}curl x`],
    ['deep substitutions', `curl ${'$('.repeat(8_000)}`],
    ['deep shells', `${'sh -c "'.repeat(200)}curl x`],
    [
      'a long pattern',
      `curl -s -o /dev/null -w '%{http_code}' x | grep -E '${'('.repeat(3_000)}2${')'.repeat(3_000)}'`,
    ],
    [
      'a pattern that backtracks',
      `curl -s -o /dev/null -w '%{http_code}' x | grep -E '((((0|.)|.)|.)|.)(..)(..)$'`,
    ],
    ['a long address', `curl -f http://${'a'.repeat(16_000)}`],
    ['a long option', `curl -${'s'.repeat(16_000)} http://x`],
    ['many wrappers', `${'timeout 1 '.repeat(1_600)}curl x`],
    ['a long program', `node -e "${'fetch('.repeat(2_600)}"`],
  ])('%s: read in no time', (_, text) => {
    const start = performance.now();
    everything({ form: 'shell', script: text });
    everything({ form: 'exec', argv: text.split(' ') });
    everything({ form: 'exec', argv: ['sh', '-c', text] });
    expect(performance.now() - start).toBeLessThan(3000);
  });

  it('no header, body, path or search gets out of its literal', () => {
    const text = fc.string({ unit: fc.constantFrom(...`'"\\$\`(){};,+ abc\t`.split('')) });
    fc.assert(
      fc.property(text, text, text, (header, data, search) => {
        const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;
        const read = readProbe({
          form: 'shell',
          script: `curl -fs -H ${quoted(`X: x${header}x`)} -d ${quoted(`x${data}`)} http://x/ | grep -F -e ${quoted(`x${search}`)}`,
        });
        if (!read.ok) throw new Error(read.reason);
        for (const kind of ['python', 'node'] as const) {
          const written = writeProbe(read.probes, { kind, path: kind });
          if (!written.ok) throw new Error(written.reason);
          // Without its literals the program is the same whatever the text was.
          expect(written.argv[2]!.replace(/'(?:[^'\\]|\\.)*'/g, "''")).toBe(SKELETON[kind]);
        }
      }),
    );
  });
});

const SKELETON = {
  python:
    "import sys,http.client as h; c=h.HTTPConnection('',timeout=3); c.request('','',body=b'',headers={'':'','':''}); r=c.getresponse(); sys.exit(r.status>=400 or b'' not in r.read())",
  node: "require('').request('',{method:'',headers:{'':'','':''}},r=>{let b='';r.on('',d=>b+=d).on('',()=>process.exit(r.statusCode<400&&b.includes('')?0:1))}).on('',()=>process.exit(1)).end('');setTimeout(()=>process.exit(1),3000)",
};
