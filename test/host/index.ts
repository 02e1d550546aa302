// The entry that VS Code calls in the extension host: runs the mocha suites of this run and writes their report.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Outcome {
  suite: string;
  passed: number;
  failed: string[];
  skipped: { name: string; reason: string }[];
}

/** What needPart() in parts.ts noted on the test or on a suite around it. */
function skipReason(test: Mocha.Test): string {
  for (let place: Mocha.Test | Mocha.Suite | undefined = test; place; place = place.parent) {
    const reason = (place as { skipReason?: string }).skipReason;
    if (reason) return reason;
  }
  return 'skipped in the suite, no reason given';
}

/** Runs the suites named in PLIMSOLL_HOST_SUITES (comma-separated, without ending). Rejects when one fails. */
export async function run(): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 60_000, slow: 10_000, reporter: 'spec' });
  const folder = join(__dirname, 'suites');
  const wanted = (process.env.PLIMSOLL_HOST_SUITES ?? '').split(',').filter(Boolean);
  const present = readdirSync(folder).filter((name) => name.endsWith('.js'));
  for (const name of wanted) {
    if (!present.includes(`${name}.js`)) throw new Error(`there is no suite ${name} in test/host/suites`);
    mocha.addFile(join(folder, `${name}.js`));
  }
  const outcome: Outcome = { suite: 'host', passed: 0, failed: [], skipped: [] };
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on('pass', () => {
      outcome.passed += 1;
    });
    runner.on('fail', (test, error) => {
      outcome.failed.push(`${test.fullTitle()}: ${String(error?.message ?? error).split('\n')[0]}`);
    });
    runner.on('pending', (test) => {
      outcome.skipped.push({ name: test.fullTitle(), reason: skipReason(test) });
    });
  });
  const report = process.env.PLIMSOLL_REPORT;
  if (report) {
    mkdirSync(dirname(report), { recursive: true });
    writeFileSync(report, JSON.stringify(outcome));
  }
  if (outcome.failed.length > 0) throw new Error(`${outcome.failed.length} failed`);
}
