// How COPY and ADD change what the image is: programs that arrive, accounts that are replaced.
import type { CopyArguments } from '../parse/arguments.ts';
import type { Instruction } from '../parse/syntax.ts';
import { type ApplyContext, expand, normalisePath } from './apply.ts';
import { effectOfPath } from './programs.ts';
import type { ImageState } from './state.ts';

/** File names that are no folders: they end in a short extension, or they are well-known single files. */
const fileLike = /(\.[A-Za-z][A-Za-z0-9]{0,4}$)|(^|\/)(Makefile|Dockerfile|LICENSE|Procfile|Gemfile|Cargo\.lock)$/;
const archive = /\.(tar(\.(gz|xz|bz2|zst))?|tgz|txz|tbz2?)$/;

/** The state after a COPY or ADD. */
export function applyCopy(state: ImageState, instruction: Instruction, copy: CopyArguments, context: ApplyContext): ImageState {
  const destination = expand(copy.destination.raw, state, context);
  if (destination === undefined) return state.change({ opaqueBy: instruction });
  const absolute = destination.startsWith('/')
    ? normalisePath(destination)
    : state.workdir === undefined
      ? undefined
      : normalisePath(`${state.workdir}/${destination}`);
  // A relative destination in an unknown working directory: official images work in / or a folder of their own.
  if (absolute === undefined) return destination.startsWith('..') ? state.change({ opaqueBy: instruction }) : state;

  let next = replaceAccounts(state, instruction, copy, absolute);
  const into = destination.endsWith('/') || destination === '.' || copy.sources.length + copy.heredocs.length > 1;
  for (const heredoc of copy.heredocs) next = place(next, instruction, into ? `${absolute}/${heredoc.name}` : absolute, false);
  for (const source of copy.sources) {
    const value = expand(source.raw, state, context) ?? source.value;
    next = placeSource(next, instruction, copy, value, absolute, into);
  }
  return next;
}

function placeSource(
  state: ImageState,
  instruction: Instruction,
  copy: CopyArguments,
  source: string,
  absolute: string,
  into: boolean,
): ImageState {
  const name = source.replace(/\/+$/, '').split('/').pop() ?? '';
  if (instruction.keyword === 'ADD' && (archive.test(source) || /^git@|\.git(#|$)/.test(source))) return place(state, instruction, absolute, true);
  const wild = /[*?[$]/.test(name) || name === '' || name === '.' || name === '..';
  const directory = wild || source.endsWith('/');
  if (directory) return place(state, instruction, absolute, true);
  const fromProgramDirectory = /(^|\/)s?bin\/[^/]+$/.test(source);
  const surelyFile = fileLike.test(name) || fromProgramDirectory;
  const inDirectory = into || ['/bin', '/sbin', '/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin'].includes(absolute);
  const placed = place(state, instruction, inDirectory ? `${absolute === '/' ? '' : absolute}/${name}` : absolute, false);
  if (surelyFile) return placed;
  // It may be a folder: then its content lands in the destination itself.
  const asFolder = effectOfPath(state, absolute, true);
  const copiedFromStage = copy.from !== undefined;
  if (asFolder.kind === 'anything' && !(copiedFromStage && !into && effectOfPath(state, absolute, false).kind === 'program')) {
    return placed.change({ opaqueBy: placed.opaqueBy ?? instruction });
  }
  return placed;
}

function place(state: ImageState, instruction: Instruction, path: string, isDirectory: boolean): ImageState {
  const effect = effectOfPath(state, path, isDirectory);
  if (effect.kind === 'anything') return state.change({ opaqueBy: state.opaqueBy ?? instruction });
  if (effect.kind === 'none') return state;
  const tools = new Map(state.tools).set(effect.name, { presence: 'present', by: instruction });
  if (path === '/bin/sh') tools.set('/bin/sh', { presence: 'present', by: instruction });
  // busybox brings its applets only once they are linked; a script may do that.
  const opaque = effect.name === 'busybox' ? { opaqueBy: state.opaqueBy ?? instruction } : {};
  return state.change({ tools, ...opaque });
}

/** A copied /etc/passwd, or anything copied over /etc or /, makes the accounts unknown. */
function replaceAccounts(state: ImageState, instruction: Instruction, copy: CopyArguments, absolute: string): ImageState {
  const names = copy.sources.map((source) => source.value.replace(/\/+$/, '').split('/').pop() ?? '');
  const overEtc =
    absolute === '/' || absolute === '/etc/passwd' || (absolute === '/etc' && names.some((name) => name === 'passwd' || name === 'etc' || name === '' || name === '.' || name.includes('*')));
  const onlyFiles = absolute === '/' && names.length > 0 && names.every((name) => fileLike.test(name) || (copy.from !== undefined && name !== '' && name !== '.' && !name.includes('*')));
  if (!overEtc || onlyFiles) return state;
  if (absolute === '/' && copy.from === undefined && names.every((name) => name !== '' && name !== '.' && !name.includes('*') && name !== 'etc' && name !== 'rootfs')) return state;
  return state.change({ accountsComplete: false, user: state.user, opaqueBy: state.opaqueBy ?? instruction });
}
