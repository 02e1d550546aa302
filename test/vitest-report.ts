// A vitest reporter that writes what `npm test` sums up: .reports/<suite>.json (PLIMSOLL_REPORT), see scripts/parts/report.ts.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';
import type { SuiteReport } from '../scripts/parts/report.ts';

const firstLine = (text: string | undefined) => (text ?? '').split('\n')[0] ?? '';

export default class PlimsollReport implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { message: string }[]): void {
    const report: SuiteReport = {
      suite: process.env.PLIMSOLL_SUITE ?? '',
      passed: 0,
      failed: [],
      skipped: [],
    };
    for (const module of modules) {
      const file = module.relativeModuleId;
      for (const error of module.errors()) report.failed.push(`${file}: ${firstLine(error.message)}`);
      for (const suite of module.children.allSuites()) {
        for (const error of suite.errors())
          report.failed.push(`${file} > ${suite.fullName}: ${firstLine(error.message)}`);
      }
      for (const test of module.children.allTests()) {
        const name = `${file} > ${test.fullName}`;
        const result = test.result();
        if (result.state === 'passed') report.passed += 1;
        else if (result.state === 'failed')
          report.failed.push(`${name}: ${firstLine(result.errors[0]?.message)}`);
        else if (result.state === 'skipped') {
          report.skipped.push({ name, reason: result.note ?? 'skipped in the test file, no reason given' });
        } else report.failed.push(`${name}: did not run`);
      }
    }
    for (const error of unhandled) report.failed.push(`unhandled error: ${firstLine(error.message)}`);
    const path = process.env.PLIMSOLL_REPORT;
    if (!path) return;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(report));
  }
}
