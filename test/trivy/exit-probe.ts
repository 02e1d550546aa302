// Starts a scan that hangs and then ends its own process, as a server does when its editor goes: exit-probe.ts PROGRAM NOTES.

import { existsSync, readFileSync } from 'node:fs';
import { memoryInProcess, runTrivy } from '../../server/src/trivy/index.ts';
import { until } from './until.ts';

const [program, notes] = process.argv.slice(2) as [string, string];
const request = {
  program,
  memory: memoryInProcess(),
  target: { kind: 'config-text', fileName: 'Dockerfile', text: 'FROM scratch\n' },
  env: process.env,
  workspaceFolders: [],
} as const;
void runTrivy(request);
void until(() => existsSync(notes) && readFileSync(notes, 'utf8').endsWith(']')).then(() => process.exit(0));
