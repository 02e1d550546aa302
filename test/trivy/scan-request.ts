// A request to the real Trivy with the database of the test parts, and a real Trivy server.
import type { TestContext } from 'vitest';
import { type Daemon, startDaemon } from '../../scripts/parts/daemon.ts';
import { freePort } from '../../scripts/parts/port.ts';
import { memoryInProcess, type ScanRequest, type ScanTarget } from '../../server/src/trivy/index.ts';
import { needPart } from './parts.ts';

const memory = memoryInProcess();

export function requestOf(
  context: TestContext,
  target: ScanTarget,
  more: Partial<ScanRequest> = {},
): ScanRequest {
  return {
    program: needPart(context, 'trivy'),
    cacheDirectory: needPart(context, 'trivy-cache'),
    memory,
    target,
    offline: true,
    env: process.env,
    workspaceFolders: [],
    ...more,
  };
}

/** Starts `trivy server` on loopback. `more`: further arguments, or variables that hold what no argument should. */
export async function startTrivyServer(
  program: string,
  cacheDirectory: string,
  more: { readonly args?: readonly string[]; readonly env?: Record<string, string> } = {},
): Promise<{ readonly url: string; readonly daemon: Daemon }> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const args = ['server', `--listen=${url.slice('http://'.length)}`, `--cache-dir=${cacheDirectory}`];
  const daemon = await startDaemon(
    program,
    // Not the folder's lock, which others want at the same time.
    [...args, '--skip-db-update', ...(more.args ?? ['--cache-backend=memory'])],
    async () => (await fetch(`${url}/healthz`)).ok,
    { TRIVY_SKIP_VERSION_CHECK: 'true', TRIVY_DISABLE_TELEMETRY: 'true', ...more.env },
  );
  return { url, daemon };
}
