// How COPY and ADD change what the image is: programs that arrive, accounts that are replaced.
import type { CopyArguments } from '../parse/arguments.ts';
import type { Instruction } from '../parse/syntax.ts';
import { withoutTrailing } from '../text/trailing.ts';
import { replaced, replacedGroups, uncertain } from './accounts.ts';
import { type ApplyContext, expand, normalisePath } from './apply.ts';
import { effectOfPath, namesPackageSource } from './programs.ts';
import type { ImageState } from './state.ts';

/** Names of files, not folders: they end in a short extension, are well-known, or are programs that images publish alone. */
const fileName =
  /(\.[A-Za-z][A-Za-z0-9]{0,4}|^(Makefile|Dockerfile|LICENSE|Procfile|Gemfile|uvx?|tini|dumb-init|gosu|su-exec|composer|busybox))$/;
const archive = /\.(tar(\.(gz|xz|bz2|zst))?|tgz|txz|tbz2?)$/;

/** The state after a COPY or ADD. */
export function applyCopy(
  state: ImageState,
  instruction: Instruction,
  copy: CopyArguments,
  context: ApplyContext,
): ImageState {
  const destination = expand(copy.destination.raw, state, context);
  if (destination === undefined) return anything(state, instruction);
  const absolute = destination.startsWith('/')
    ? normalisePath(destination)
    : state.workdir === undefined
      ? undefined
      : normalisePath(`${state.workdir}/${destination}`);
  // A relative destination in an unknown working directory: official images work in / or a folder of their own.
  if (absolute === undefined) return destination.startsWith('..') ? anything(state, instruction) : state;
  const into =
    destination.endsWith('/') || destination === '.' || copy.sources.length + copy.heredocs.length > 1;
  let next = state;
  for (const heredoc of copy.heredocs)
    next = placeFile(next, instruction, into ? join(absolute, heredoc.name) : absolute);
  for (const word of copy.sources) {
    const source = expand(word.raw, state, context) ?? word.value;
    next = placeSource(next, instruction, source, absolute, into);
    // A whole image or its /etc brings its accounts along.
    if (
      copy.from &&
      ((absolute === '/' && /^\/?$/.test(source)) || (absolute === '/etc' && /^\/?etc\/?$/.test(source)))
    )
      next = replacedGroups(replaced(next));
  }
  return next;
}

function placeSource(
  state: ImageState,
  instruction: Instruction,
  source: string,
  absolute: string,
  into: boolean,
): ImageState {
  const name = withoutTrailing(source, '/').split('/').pop() ?? '';
  const unpacked = instruction.keyword === 'ADD' && (archive.test(source) || /^git@|\.git(#|$)/.test(source));
  const folder =
    unpacked || source.endsWith('/') || name === '' || name === '.' || name === '..' || /[*?[$]/.test(name);
  if (folder) return placeFolder(state, instruction, absolute);
  const intoFolder = into || effectOfPath(state, absolute, true).kind === 'anything';
  const placed = placeFile(state, instruction, intoFolder ? join(absolute, name) : absolute);
  const surelyFile = fileName.test(name) || /(^|\/)s?bin\/[^/]+$/.test(source);
  // It may be a folder: then its content lands in the destination itself.
  return surelyFile ? placed : placeFolder(placed, instruction, absolute);
}

function placeFolder(state: ImageState, instruction: Instruction, path: string): ImageState {
  if (path === '/' || path === '/etc') return anything(state, instruction);
  const effect = effectOfPath(state, path, true);
  if (effect.kind !== 'anything' && !namesPackageSource(path)) return state;
  if (effect.kind === 'anything' && effect.language && !namesPackageSource(path))
    return state.languageOpaqueBy ? state : state.change({ languageOpaqueBy: instruction });
  return state.change({ opaqueBy: state.opaqueBy ?? instruction });
}

function placeFile(state: ImageState, instruction: Instruction, path: string): ImageState {
  if (path === '/etc/passwd') return replaced(state);
  if (path === '/etc/group') return replacedGroups(state);
  // What a package's name means from here on is not known.
  if (namesPackageSource(path)) return state.change({ opaqueBy: state.opaqueBy ?? instruction });
  const effect = effectOfPath(state, path, false);
  if (effect.kind !== 'program') return state;
  let tools = state.tools.with(effect.name, { presence: 'present', by: instruction });
  if (path === '/bin/sh' || path === '/usr/bin/sh')
    tools = tools.with('/bin/sh', { presence: path === '/bin/sh' ? 'present' : 'unknown', by: instruction });
  // BusyBox brings its applets only once they are linked; a script may do that.
  return state.change({
    tools,
    ...(effect.name === 'busybox' && { opaqueBy: state.opaqueBy ?? instruction }),
  });
}

/** Programs and accounts may have come. */
function anything(state: ImageState, instruction: Instruction): ImageState {
  return uncertain(state.change({ opaqueBy: state.opaqueBy ?? instruction }));
}

function join(folder: string, name: string): string {
  return `${folder === '/' ? '' : folder}/${name}`;
}
