// Runs one scan in a process of its own and prints how it ended and the most memory it used: memory-probe.ts PROGRAM [TAR CACHE].
import { memoryInProcess, runTrivy, ScanError } from '../../server/src/trivy/index.ts';

const [program, tar, cacheDirectory] = process.argv.slice(2) as [string, string?, string?];
const request = {
  program,
  memory: memoryInProcess(),
  target:
    tar === undefined
      ? ({ kind: 'config-text', fileName: 'Dockerfile', text: 'FROM scratch\n' } as const)
      : ({ kind: 'image-file', path: tar } as const),
  ...(cacheDirectory === undefined ? {} : { cacheDirectory }),
  offline: true,
  env: process.env,
  workspaceFolders: [],
};

runTrivy(request)
  .then(
    ({ report }) => ({
      kind: 'fine',
      message: '',
      kept: report.vulnerabilities.length,
      counts: report.counts,
    }),
    (error: unknown) =>
      error instanceof ScanError
        ? { kind: error.kind, message: error.message }
        : { kind: String(error), message: '' },
  )
  .then((end) => {
    // KiB on every system.
    console.log(JSON.stringify({ ...end, maxMiB: Math.round(process.resourceUsage().maxRSS / 1024) }));
  });
