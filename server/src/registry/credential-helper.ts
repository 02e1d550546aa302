// Asks a credential helper of Docker for a login: the user's own program, found outside the workspace, run without a shell.
import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { delimiter, dirname } from 'node:path';
import { findProgram, type ProgramSearch, safePathDirectories } from '../trivy/find-program.ts';
import { ownChild, stopTree } from '../trivy/process-tree.ts';
import { fields } from '../trivy/report-fields.ts';
import type { Login } from './docker-config.ts';
import { hubLogin } from './hosts.ts';

/** Milliseconds for an answer (one may ask the user), and bytes of it. */
const timeLimit = 30_000;
const largestOutput = 256 * 1024;

/** Credentials, or a clause that says why there are none; neither: the helper knows none. */
export interface HelperAnswer {
  readonly login?: Login;
  readonly problem?: string;
}

/**
 * Runs `docker-credential-NAME get` with the registry on standard input. Source of the protocol: docker-credential-helpers, README.
 * What it prints is never shown. Never throws.
 * @param name as Docker's configuration has it; anything but letters, digits, dots, dashes and underscores is refused
 */
export async function askHelper(
  name: string,
  registry: string,
  search: ProgramSearch,
  signal: AbortSignal,
): Promise<HelperAnswer> {
  if (!/^[A-Za-z0-9._-]{1,100}$/.test(name))
    return { problem: 'Docker’s configuration names a credential helper by a name that no program can have' };
  const program = `docker-credential-${name}`;
  const found = await findProgram(program, search);
  if (found.path === undefined) return { problem: `${program} was not found on PATH` };
  const output = await run(found.path, registry === 'docker.io' ? hubLogin : registry, search, signal);
  if (output.problem !== undefined) return { problem: `${program} ${output.problem}` };
  // The helpers say so on standard output, and end with 1. Source: credentials.NewErrCredentialsNotFound.
  if (output.code !== 0)
    return /not found|no credentials/i.test(output.text.slice(0, 2000))
      ? {}
      : { problem: `${program} ended with exit code ${output.code}` };
  const login = loginIn(output.text);
  return login ? { login } : { problem: `${program} did not answer with a name and a secret` };
}

function loginIn(text: string): Login | undefined {
  try {
    const { Username: name, Secret: secret } = fields(JSON.parse(text));
    if (typeof name !== 'string' || typeof secret !== 'string' || secret === '') return undefined;
    return name === '<token>'
      ? { kind: 'identity', token: secret }
      : { kind: 'password', name, password: secret };
  } catch {
    return undefined;
  }
}

interface Output {
  readonly text: string;
  readonly code: number | null;
  readonly problem?: string;
}

async function run(file: string, input: string, search: ProgramSearch, signal: AbortSignal): Promise<Output> {
  const path = [dirname(file), ...(await safePathDirectories(search))].join(delimiter);
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(search.env))
    if (!/^(?:path|electron_run_as_node|node_options)$/i.test(name)) env[name] = value;
  env['PATH'] = path;
  const child = spawn(file, ['get'], {
    cwd: homedir(),
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: process.platform !== 'win32',
    shell: false,
    windowsHide: true,
  });
  ownChild(child);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let settled = false;
    const end = (output: Output) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      resolve(output);
    };
    const give = (problem: string) => {
      child.stdout.destroy();
      void stopTree(child);
      end({ text: '', code: null, problem });
    };
    const timer = setTimeout(() => give(`did not answer within ${timeLimit / 1000} s`), timeLimit);
    const cancel = () => give('was stopped');
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > largestOutput) give('answered with too much');
      else chunks.push(chunk);
    });
    child.once('error', () => end({ text: '', code: null, problem: 'cannot be started' }));
    child.once('close', (code) => end({ text: Buffer.concat(chunks).toString('utf8'), code }));
    // A helper that ends without reading is no failure by itself.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
