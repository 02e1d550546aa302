// A client of ours with a Trivy that gives what a test wants, and the questions for results as plain data.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished } from 'vitest';
import type { ScanResultsParams } from '../../server/src/protocol.ts';
import {
  type ListedScan,
  type ScanListResult,
  type ScanReportData,
  scanList,
  scanReportData,
} from '../../server/src/scan-protocol.ts';
import { writeFault } from '../trivy/programs.ts';
import { Editor } from './editor.ts';

const place = mkdtempSync(join(tmpdir(), 'plimsoll-test-list-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));
let count = 0;

/** A client of ours whose Trivy is a small program that ends with the report it is given. */
export async function startListed(settings: object = {}) {
  const notes = join(place, `${++count}-report`);
  const editor = await Editor.start({
    initializationOptions: { plimsollClient: true },
    settings: { trivy: { path: writeFault(place, 'waits', notes) }, ...settings },
    env: { XDG_CACHE_HOME: join(place, 'cache'), DOCKER_HOST: 'unix:///nowhere.sock' },
  });
  onTestFinished(async () => {
    expect(await editor.stop()).toBe(0);
  });
  const ask = async (uri?: string): Promise<readonly ListedScan[]> =>
    (await editor.connection.sendRequest<ScanListResult>(scanList, { uri })).scans;
  const reportOf = (id: string) =>
    editor.connection.sendRequest<ScanReportData | null>(scanReportData, { id });
  const shown = () =>
    editor.notifications.get('plimsoll/scanResults')?.at(-1) as ScanResultsParams | undefined;
  const running = async () => {
    while (!existsSync(`${notes}.started`)) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const finish = (report: object) => writeFileSync(notes, JSON.stringify({ SchemaVersion: 2, ...report }));
  return { editor, ask, reportOf, shown, running, finish };
}

export interface Bug {
  readonly id: string;
  readonly name?: string;
  readonly severity?: string;
  readonly fixed?: string;
  readonly title?: string;
  readonly url?: string;
}

/** A part of a report: these vulnerabilities. */
export const vulnerabilities = (bugs: readonly Bug[], Class = 'os-pkgs', Type = 'debian') => ({
  Target: 'a target',
  Class,
  Type,
  Vulnerabilities: bugs.map(({ id, name = 'p', severity = 'LOW', fixed, title = '', url }) => ({
    VulnerabilityID: id,
    PkgName: name,
    InstalledVersion: '1.2.3',
    ...(fixed ? { FixedVersion: fixed } : {}),
    Severity: severity,
    Title: title,
    ...(url ? { PrimaryURL: url } : {}),
  })),
});

/** Its line 1 (zero-based) is what is scanned. */
export const text = '# a\nFROM alpine:3.22 AS one\nUSER 1\nCMD ["a"]\n';
/** In the order of their ids, not of their severities. */
export const bugs: Bug[] = [
  { id: 'CVE-1', name: 'bash', severity: 'CRITICAL', fixed: '2.0', url: 'https://example.com/1' },
  { id: 'CVE-2', name: 'bash', severity: 'MEDIUM', url: 'http://example.com/2' },
  { id: 'CVE-3', name: 'tar', severity: 'HIGH' },
  { id: 'CVE-4', name: 'gzip', severity: 'UNKNOWN', fixed: '3', url: 'javascript:alert(1)' },
];
