// The files that a stage takes from the network: how they come in, what becomes of them, and whether anything checks them.
import { readCopy } from '../parse/arguments.ts';
import type { Instruction, Span } from '../parse/syntax.ts';
import type { PlainCommand } from './apply-run.ts';
import { commandsOf } from './commands.ts';
import { downloads, type Fetch, hostOf, interpreter } from './downloads.ts';
import type { Model, Stage } from './model.ts';
import { pathTokens } from './path-tokens.ts';
import { Checks, Mentions, type Step } from './remote-checks.ts';
import { type RemoteUse, useOfFile, useOfSink } from './remote-use.ts';

/** One file from the network. */
export interface RemoteFile {
  readonly instruction: Instruction;
  /** The command that fetches it; absent for ADD. */
  readonly command?: PlainCommand;
  /** The command, or the source of an ADD. */
  readonly at: Span;
  /** As written. */
  readonly url: string;
  readonly urlAt: Span;
  /** Where it is literal. */
  readonly host: string | undefined;
  /** Its name in the image, without folders; absent when it is piped on. */
  readonly name?: string;
  readonly use: RemoteUse;
  /** What runs, unpacks or installs it, with the place. */
  readonly usedBy?: PlainCommand;
  /** A later command of the stage compares a checksum or a signature of it, or may do so. */
  readonly verified: boolean;
}

const cache = new WeakMap<Stage, readonly RemoteFile[]>();

/** The files that the RUNs and ADDs of a stage take from the network, in order. Git repositories are none. */
export function remoteFilesOf(model: Model, stage: Stage): readonly RemoteFile[] {
  const known = cache.get(stage);
  if (known) return known;
  const files = stage.instructions.some(takesFromNetwork(model)) ? readStage(model, stage) : [];
  cache.set(stage, files);
  return files;
}

const takesFromNetwork = (model: Model) => (instruction: Instruction) =>
  instruction.keyword === 'ADD' ||
  (instruction.keyword === 'RUN' &&
    commandsOf(model, instruction).some(({ name }) => name === 'curl' || name === 'wget'));

function readStage(model: Model, stage: Stage): RemoteFile[] {
  const steps: Step[] = [];
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'RUN') continue;
    for (const command of commandsOf(model, instruction))
      steps.push({ command, instruction, index: steps.length });
  }
  const mentions = new Mentions(steps);
  const files: RemoteFile[] = [];
  let from = 0;
  for (const instruction of stage.instructions) {
    if (instruction.keyword === 'ADD') files.push(...added(instruction, mentions, from));
    if (instruction.keyword !== 'RUN') continue;
    const own: Step[] = [];
    while (steps[from]?.instruction === instruction) own.push(steps[from++]!);
    const fetched = own.flatMap((step) => fetchesOf(step, own));
    const checks = new Checks(own, new Set(fetched.flatMap(({ name }) => name ?? [])));
    for (const { step, fetch, name, sink } of fetched) {
      const { command } = step;
      const base = {
        instruction,
        command,
        at: command.command.at,
        url: fetch.url.text,
        urlAt: fetch.url.at,
        host: fetch.host,
      };
      if (sink) files.push({ ...base, use: useOfSink(sink), usedBy: sink, verified: false });
      else if (name !== undefined) {
        const { use, usedBy } = useOfFile(
          fetch.output ?? name,
          fetch.url.text,
          mentions.after(name, step.index),
        );
        const verified =
          checks.covers(name, step.index) || mentions.verified(name, from, endOfUse(use, usedBy));
        files.push({ ...base, name, use, usedBy, verified });
      }
    }
  }
  return files;
}

interface Fetched {
  readonly step: Step;
  readonly fetch: Fetch;
  readonly name?: string;
  readonly sink?: PlainCommand;
}

/** What one command fetches: into a file, or into another command of the same RUN. */
function fetchesOf(step: Step, own: readonly Step[]): Fetched[] {
  const download = downloads(step.command);
  if (!download || download.sends) return [];
  const at = step.index - (own[0]?.index ?? 0);
  return download.fetches.flatMap((fetch): Fetched[] => {
    if (fetch.output !== undefined && fetch.output !== '/dev/null') {
      const name = pathTokens(fetch.output)[0];
      return name === undefined ? [] : [{ step, fetch, name }];
    }
    const sink = sinkOf(step.command, own, at);
    if (!sink || fetch.output !== undefined) return [];
    // `… | tee FILE` keeps it.
    const kept = sink.name === 'tee' ? sink.args.find(({ text }) => !text.startsWith('-'))?.text : undefined;
    if (kept === undefined) return [{ step, fetch, sink }];
    const name = pathTokens(kept)[0];
    return name === undefined ? [] : [{ step, fetch: { ...fetch, output: kept }, name }];
  });
}

/** So many commands further on nobody takes what one prints; a hostile file may hold a pipeline of a million. */
const farthest = 40;

/** The command that takes what this one prints: the next of the pipeline, or the one around it. */
function sinkOf({ command }: PlainCommand, own: readonly Step[], at: number): PlainCommand | undefined {
  const { pipeline, depth } = command;
  let first: PlainCommand | undefined;
  if (pipeline !== undefined) {
    for (let index = at + 1; index < own.length && index < at + farthest; index++) {
      const other = own[index]!.command;
      if (other.command.pipeline !== pipeline) {
        if (other.command.depth <= depth) break;
        continue;
      }
      if (interpreter(other)?.readsInput) return other;
      first ??= other;
    }
  }
  if (first) return first;
  if (depth === 0) return undefined;
  // The outer command stands just before or just after what is nested in it.
  for (const step of [-1, 1]) {
    for (let index = at + step; own[index] && Math.abs(index - at) < farthest; index += step) {
      const other = own[index]!.command;
      if (other.command.depth < depth) {
        if (isGivenOutputOf(other, command.at)) return other;
        break;
      }
    }
  }
  return undefined;
}

/** `bash -c "$(curl …)"`, `source <(curl …)`: the outer command is given what the inner one prints. */
function isGivenOutputOf(outer: PlainCommand, at: Span): boolean {
  const words = [...outer.args, ...outer.command.redirects.flatMap(({ target }) => target ?? [])];
  return words.some(
    (word) => word.at.start <= at.start && at.end <= word.at.end && /^["']?(\$\(|`|<\()/.test(word.raw),
  );
}

function added(instruction: Instruction, mentions: Mentions, from: number): RemoteFile[] {
  const copy = readCopy(instruction);
  if (!copy) return [];
  const checked = instruction.flags.some((flag) => flag.name === 'checksum');
  return copy.sources.flatMap((source): RemoteFile[] => {
    const url = source.value;
    if (!/^(https?|ftp):\/\//i.test(url) || isGitAddress(url)) return [];
    const destination = copy.destination.value;
    const output = destination.endsWith('/') ? `${destination}${pathTokens(url)[0] ?? ''}` : destination;
    const name = pathTokens(output)[0];
    const { use, usedBy } = useOfFile(output, url, name === undefined ? [] : mentions.after(name, from - 1));
    const verified = checked || (name !== undefined && mentions.verified(name, from, endOfUse(use, usedBy)));
    return [
      { instruction, at: source.at, url, urlAt: source.at, host: hostOf(url), name, use, usedBy, verified },
    ];
  });
}

/** Offset in the file from where on a check comes too late, in another RUN than the one that fetched. */
function endOfUse(use: RemoteUse, usedBy: PlainCommand | undefined): number {
  return usedBy && (use === 'script' || use === 'package')
    ? usedBy.command.at.start
    : Number.POSITIVE_INFINITY;
}

/** What BuildKit takes for a Git repository among the sources of an ADD. */
export function isGitAddress(source: string): boolean {
  return /^(git@|git:\/\/|ssh:\/\/)/.test(source) || /^https?:\/\/[^#?]*\.git(#|\?|$)/.test(source);
}
