// A container by the engine's own interface: a client program for each question would take most of the time.
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the engine was really told. */
export interface Told {
  readonly ReadonlyRootfs: boolean;
  readonly CapDrop: readonly string[] | null;
  readonly CapAdd: readonly string[] | null;
  readonly SecurityOpt: readonly string[] | null;
  readonly PidsLimit: number;
  readonly Memory: number;
}

export interface Inspected {
  readonly HostConfig: Told;
  readonly State: {
    readonly Running: boolean;
    readonly ExitCode: number;
    /** Of its first process, as the host numbers it. */
    readonly Pid: number;
    readonly Health?: { readonly Status: string };
  };
}

interface Answer {
  readonly status: number;
  readonly bytes: Buffer;
  readonly body: string;
}

export class Container {
  private readonly socket: string;
  private readonly id: string;

  /** @param socket path of the engine's socket */
  constructor(socket: string, id: string) {
    this.socket = socket;
    this.id = id;
  }

  async inspect(): Promise<Inspected> {
    return JSON.parse(await this.get(`/containers/${this.id}/json`)) as Inspected;
  }

  /** The reason why the engine could not start it; undefined when it did. */
  async start(): Promise<string | undefined> {
    const { status, body } = await this.ask('POST', `/containers/${this.id}/start`);
    return status === 204 ? undefined : body;
  }

  /** @param within seconds before it is killed */
  async stop(within: number): Promise<void> {
    await this.ask('POST', `/containers/${this.id}/stop?t=${within}`);
  }

  async remove(): Promise<void> {
    await this.ask('DELETE', `/containers/${this.id}?force=1`);
  }

  /** The last lines. */
  async log(): Promise<string> {
    return unframed((await this.ask('GET', `/containers/${this.id}/logs?stdout=1&stderr=1&tail=20`)).bytes);
  }

  /** The container's first process and those it started, as the host numbers them: not what runs in it from outside, as health checks do. */
  async pids(): Promise<number[]> {
    const { Pid } = (await this.inspect()).State;
    const { status, body } = await this.ask('GET', `/containers/${this.id}/top?ps_args=-eo%20pid,ppid`);
    if (status !== 200) return [];
    const rows = (JSON.parse(body) as { Processes: string[][] }).Processes;
    const family = new Set([Pid]);
    // A child stands behind its parent, unless numbers have started anew.
    for (const [pid, parent] of rows) if (family.has(Number(parent))) family.add(Number(pid));
    return [...family];
  }

  /** Runs a program in it; both outputs together. */
  async exec(argv: readonly string[]): Promise<{ readonly code: number; readonly printed: string }> {
    const asked = { AttachStdout: true, AttachStderr: true, Cmd: argv };
    const made = await this.ask('POST', `/containers/${this.id}/exec`, asked);
    // It has ended meanwhile.
    if (made.status !== 201) return { code: -1, printed: made.body };
    const { Id } = JSON.parse(made.body) as { Id: string };
    const { bytes } = await this.ask('POST', `/exec/${Id}/start`, { Detach: false });
    // The output may end a moment before the engine knows the exit code.
    for (;;) {
      const { status, body } = await this.ask('GET', `/exec/${Id}/json`);
      // The container has ended meanwhile, and forgot it.
      if (status === 404) return { code: -1, printed: unframed(bytes) };
      const { ExitCode } = JSON.parse(body) as { ExitCode: number | null };
      if (ExitCode !== null) return { code: ExitCode, printed: unframed(bytes) };
      await sleep(20);
    }
  }

  private async get(path: string): Promise<string> {
    const { status, body } = await this.ask('GET', path);
    if (status !== 200) throw new Error(`${path}: ${status} ${body}`);
    return body;
  }

  private ask(method: string, path: string, content?: object): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const headers = { host: 'docker', connection: 'close', 'content-type': 'application/json' };
      const sent = request({ socketPath: this.socket, method, path, headers });
      sent.on('error', reject);
      sent.on('response', (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () => {
          const bytes = Buffer.concat(parts);
          resolve({ status: answer.statusCode ?? 0, bytes, body: bytes.toString('utf8') });
        });
      });
      sent.end(content === undefined ? undefined : JSON.stringify(content));
    });
  }
}

/** The engine sends both outputs of a program in one stream: pieces, each behind eight bytes, the last four of them its length. */
function unframed(bytes: Buffer): string {
  const parts: Buffer[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const end = at + 8 + bytes.readUInt32BE(at + 4);
    parts.push(bytes.subarray(at + 8, end));
    at = end;
  }
  return Buffer.concat(parts).toString('utf8');
}
