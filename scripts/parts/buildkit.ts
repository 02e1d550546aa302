// Parts: BuildKit's own parser and linter as an oracle, and the real buildkitd with buildctl.
import { buildGo } from './go.ts';
import { type Part, type Prepared, pathVariable } from './part.ts';
import { onPath, run } from './program.ts';

export const buildkitOracle: Part = {
  name: 'buildkit-oracle',
  gives: ['buildkit-oracle'],
  debian: [],
  async prepare(log): Promise<Prepared> {
    const built = await buildGo(
      { name: 'buildkit-oracle', module: 'buildkit', pkg: './oracle', sources: ['oracle'] },
      log,
    );
    return 'missing' in built ? built : { paths: { 'buildkit-oracle': built.path } };
  },
};

export const buildkit: Part = {
  name: 'buildkit',
  gives: ['buildkitd', 'buildctl', 'runc'],
  debian: ['runc'],
  async prepare(log): Promise<Prepared> {
    if (process.platform !== 'linux' || process.getuid?.() !== 0)
      return { missing: 'buildkitd runs as root on Linux only' };
    const runc = onPath('runc');
    if (!runc) return { missing: 'no runc on PATH (Debian package runc)' };
    const paths: Record<string, string> = { runc };
    for (const name of ['buildkitd', 'buildctl']) {
      const pkg = `github.com/moby/buildkit/cmd/${name}`;
      const ldflags = '-X github.com/moby/buildkit/version.Version=v0.32.2';
      const built = await buildGo({ name: `${name}-0.32.2`, module: 'buildkitd', pkg, ldflags }, log);
      if ('missing' in built) return built;
      paths[name] = built.path;
    }
    return { paths };
  },
};

export interface OracleFailure {
  message: string;
  /** 1-based; 0 where BuildKit gives none. */
  line: number;
  endLine: number;
}

/** What test/parts/buildkit/oracle/main.go prints; its comments say what each field is. */
export interface OracleAnswer {
  name: string;
  parseError: OracleFailure | null;
  instructionError: OracleFailure | null;
  buildError: OracleFailure | null;
  escape: string;
  instructions: {
    cmd: string;
    startLine: number;
    endLine: number;
    flags: string[];
    original: string;
    args: string[];
    json: boolean;
    heredocs: { name: string; fd: number; expand: boolean; chomp: boolean; content: string }[];
    comments: string[];
  }[];
  stages: { name: string; base: string; platform: string; line: number; commands: string[] }[];
  metaArgs: string[];
  lint: { rule: string; detail: string; line: number }[];
  warnings: string[];
}

/**
 * Asks BuildKit about many Dockerfiles at once (thousands per second); answers come in the order of questions.
 * `program` is the part buildkit-oracle.
 */
export async function askOracle(
  program: string,
  texts: readonly { name: string; text: string }[],
): Promise<OracleAnswer[]> {
  const input = texts.map(({ name, text }) => `${JSON.stringify({ Name: name, Text: text })}\n`).join('');
  const { stdout } = await run(program, [], { input, timeout: 300_000 });
  const answers = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as OracleAnswer);
  if (answers.length !== texts.length) {
    throw new Error(
      `${pathVariable('buildkit-oracle')}: ${answers.length} answers to ${texts.length} questions`,
    );
  }
  return answers;
}
