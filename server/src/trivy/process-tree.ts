// Stops a child process together with everything it has started.
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** How long a program may take to end by itself after it was asked to. Milliseconds. */
const grace = 1500;

/** Children that this process must not leave behind. */
const running = new Set<ChildProcess>();
let watchesExit = false;

/** Registers a child that leads its own process group; it is killed when this process ends. */
export function ownChild(child: ChildProcess): void {
  running.add(child);
  child.once('close', () => running.delete(child));
  if (watchesExit) return;
  watchesExit = true;
  process.once('exit', () => {
    for (const each of running) signalTree(each, 'SIGKILL', descendantsOf(each.pid));
  });
}

/**
 * Asks the tree to end, and ends it after a moment. Resolves when that is done.
 * @param child started with `detached: true` where the platform is not Windows
 */
export async function stopTree(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    await new Promise<void>((resolve) => {
      const program = `${process.env['SystemRoot'] ?? 'C:\\Windows'}\\System32\\taskkill.exe`;
      const killer = spawn(program, ['/pid', String(child.pid), '/T', '/F'], {
        stdio: 'ignore',
        windowsHide: true,
      });
      killer.once('error', () => {
        child.kill('SIGKILL');
        resolve();
      });
      killer.once('close', () => resolve());
    });
    return;
  }
  // Read before the first signal: once a parent is gone, its children belong to someone else.
  const descendants = descendantsOf(child.pid);
  signalTree(child, 'SIGTERM', descendants);
  const end = Date.now() + grace;
  while (Date.now() < end && isAlive(child, descendants)) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  signalTree(child, 'SIGKILL', [...descendants, ...descendantsOf(child.pid)]);
}

interface Descendant {
  readonly pid: number;
  /** In clock ticks since the machine started: tells a process from a later one with the same number. */
  readonly started: string;
}

function signalTree(child: ChildProcess, signal: NodeJS.Signals, descendants: readonly Descendant[]): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    child.kill();
    return;
  }
  trySignal(-child.pid, signal);
  // Those that have left the group.
  for (const each of descendants) {
    if (startOf(each.pid)?.started === each.started) trySignal(each.pid, signal);
  }
}

function isAlive(child: ChildProcess, descendants: readonly Descendant[]): boolean {
  if (child.exitCode === null && child.signalCode === null) return true;
  return trySignal(-child.pid!, 0) || descendants.some((each) => startOf(each.pid)?.started === each.started);
}

function trySignal(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** Children, their children and so on, from /proc. Elsewhere than on Linux: none, the process group has to do. */
function descendantsOf(root: number | undefined): readonly Descendant[] {
  if (process.platform !== 'linux' || root === undefined) return [];
  const children = new Map<number, Descendant[]>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const found = Number.isInteger(pid) ? startOf(pid) : undefined;
    if (!found) continue;
    const list = children.get(found.parent) ?? [];
    list.push({ pid, started: found.started });
    children.set(found.parent, list);
  }
  const all: Descendant[] = [];
  const pending = [root];
  for (let pid = pending.pop(); pid !== undefined; pid = pending.pop()) {
    for (const each of children.get(pid) ?? []) {
      all.push(each);
      pending.push(each.pid);
    }
  }
  return all;
}

/** Parent and start of a process; undefined when there is none (or only its rest, which no signal reaches). */
function startOf(pid: number): { parent: number; started: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // proc(5): the name in parentheses may hold anything; state, ppid … starttime (field 22) follow it.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return { parent: Number(fields[1]), started: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}
