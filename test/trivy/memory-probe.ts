// Runs one scan in a process of its own and prints how it ended and the most memory it used: memory-probe.ts PROGRAM.
import { memoryInProcess, runTrivy, ScanError } from '../../server/src/trivy/index.ts';

const request = {
  program: process.argv[2]!,
  memory: memoryInProcess(),
  target: { kind: 'config-text', fileName: 'Dockerfile', text: 'FROM scratch\n' },
  env: process.env,
  workspaceFolders: [],
} as const;

runTrivy(request)
  .then(
    () => 'fine',
    (error: unknown) => (error instanceof ScanError ? error.kind : String(error)),
  )
  .then((kind) => {
    // KiB on every system.
    console.log(JSON.stringify({ kind, maxMiB: Math.round(process.resourceUsage().maxRSS / 1024) }));
  });
