// Measures a language server as an editor sees it: from a keystroke to the diagnostics of that version.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { edit, makeDockerfile } from './dockerfile.ts';
import { connect } from './wire.ts';

/** Times of one length of file, in milliseconds. */
export interface Row {
  readonly lines: number;
  /** Diagnostics of the unedited file. */
  readonly findings: number;
  readonly first: number;
  readonly p50: number;
  readonly p95: number;
}

/** What one server did. */
export interface Measurement {
  /** Milliseconds from start to the answer to `initialize`. */
  readonly ready: number;
  /** Resident memory after all edits, in MiB; 0 where /proc is missing. */
  readonly memory: number;
  readonly rows: readonly Row[];
}

/**
 * @param command program and arguments of a server that speaks over standard input and output
 * @param pull ask for diagnostics (textDocument/diagnostic) instead of waiting for them
 */
export async function measure(
  command: readonly string[],
  sizes: readonly number[],
  edits: number,
  pull: boolean,
): Promise<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
  const started = performance.now();
  const child = spawn(command[0]!, command.slice(1), { stdio: ['pipe', 'pipe', 'ignore'], cwd: folder });
  try {
    const wire = connect(child);
    const uri = pathToFileURL(folder).href;
    const initialized = (await wire.request('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: 'bench' }],
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true },
        textDocument: {
          publishDiagnostics: {
            versionSupport: true,
            codeDescriptionSupport: true,
            relatedInformation: true,
          },
          ...(pull ? { diagnostic: { dynamicRegistration: false } } : {}),
        },
      },
    })) as {
      capabilities: { diagnosticProvider?: unknown; textDocumentSync?: number | { change?: number } };
    };
    const ready = performance.now() - started;
    wire.notify('initialized', {});
    const sync = initialized.capabilities.textDocumentSync;
    const incremental = (typeof sync === 'object' ? sync.change : sync) === 2;
    const asks = pull && initialized.capabilities.diagnosticProvider !== undefined;
    const rows: Row[] = [];
    for (const lines of sizes) rows.push(await measureFile(wire, folder, lines, edits, asks, incremental));
    return { ready, memory: memoryOf(child.pid), rows };
  } finally {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Wire = ReturnType<typeof connect>;

async function measureFile(
  wire: Wire,
  folder: string,
  lines: number,
  edits: number,
  asks: boolean,
  incremental: boolean,
): Promise<Row> {
  let text = makeDockerfile(lines);
  const file = join(folder, `Dockerfile.${lines}`);
  writeFileSync(file, text);
  const uri = pathToFileURL(file).href;
  const diagnostics = async (version: number): Promise<number> => {
    if (asks)
      return (
        (await wire.request('textDocument/diagnostic', { textDocument: { uri } })) as { items: unknown[] }
      ).items.length;
    return wire.diagnostics(uri, version);
  };
  const time = async (version: number, method: string, params: unknown): Promise<[number, number]> => {
    const start = performance.now();
    const pushed = asks ? undefined : diagnostics(version);
    wire.notify(method, params);
    const count = await (pushed ?? diagnostics(version));
    return [performance.now() - start, count];
  };
  const [first, findings] = await time(1, 'textDocument/didOpen', {
    textDocument: { uri, languageId: 'dockerfile', version: 1, text },
  });
  const times: number[] = [];
  for (let step = 0; step < edits; step++) {
    const version = step + 2;
    const change = edit(text, step);
    text = change.text;
    const range = {
      start: { line: change.line, character: 0 },
      end: { line: change.line, character: change.before.length },
    };
    const contentChanges = incremental ? [{ range, text: change.after }] : [{ text }];
    const [took] = await time(version, 'textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges,
    });
    times.push(took);
    // An editor does not type without a pause; a server that works in the background gets one.
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  wire.notify('textDocument/didClose', { textDocument: { uri } });
  times.sort((one, other) => one - other);
  const quantile = (part: number) =>
    times[Math.min(times.length - 1, Math.floor(part * times.length))] ?? Number.NaN;
  return { lines, findings, first, p50: quantile(0.5), p95: quantile(0.95) };
}

function memoryOf(pid: number | undefined): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
