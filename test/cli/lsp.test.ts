// `plimsoll lsp --stdio` speaks the protocol: initialize, shutdown, exit.
import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { cliFile } from './run-cli.ts';

function frame(message: object): string {
  const body = JSON.stringify({ jsonrpc: '2.0', ...message });
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

test('initialize, shutdown, exit', async () => {
  const child = spawn(process.execPath, [cliFile, 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  const code = new Promise((resolve) => child.on('exit', resolve));
  const params = { processId: process.pid, rootUri: null, capabilities: {} };
  child.stdin.write(frame({ id: 1, method: 'initialize', params }));
  await expect.poll(() => out, { timeout: 20_000 }).toContain('"capabilities"');
  child.stdin.write(frame({ method: 'initialized', params: {} }));
  child.stdin.write(frame({ id: 2, method: 'shutdown' }));
  await expect.poll(() => out, { timeout: 20_000 }).toContain('"id":2');
  child.stdin.write(frame({ method: 'exit' }));
  expect(await code).toBe(0);
});
