// What another runtime image is to those who use it, in a few words for a list of choices.
import { applyEdits, type LintResult, lint, type Refactoring } from '../engine/index.ts';

/** `no shell`, `runs as nonroot`: what the shipped image has otherwise than before. Costs a lint of the file. */
export function traitsOf(before: LintResult, { edits }: Refactoring): string[] {
  if (before.language !== 'dockerfile') return [];
  const { input } = before;
  const was = before.model.finalStage?.end;
  const is = lint({ ...input, text: applyEdits(input.text, edits) }).model.finalStage?.end;
  if (!was || !is) return [];
  const traits: string[] = [];
  const gone = (tool: string) => is.tool(tool).presence === 'absent' && was.tool(tool).presence !== 'absent';
  if (gone('/bin/sh')) traits.push('no shell');
  const { packageManager, libc, runtime, ports } = is.facts ?? {};
  if (packageManager === 'none' && was.facts?.packageManager !== 'none') traits.push('no package manager');
  if (is.user && is.user.name !== was.user?.name) traits.push(`runs as ${is.user.name}`);
  if (libc !== undefined && libc !== 'none' && was.facts?.libc !== undefined && libc !== was.facts.libc)
    traits.push(`${libc} instead of ${was.facts.libc}`);
  if (runtime?.path !== undefined && was.facts?.runtime?.path && runtime.path !== was.facts.runtime.path)
    traits.push(`${runtime.name} at ${runtime.path}`);
  if (ports?.length && ports.join() !== was.facts?.ports?.join())
    traits.push(`listens on ${ports.join(', ')}`);
  return traits;
}
