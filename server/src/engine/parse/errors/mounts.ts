// What BuildKit refuses about RUN --mount, --network and --security.
import { mountFields } from '../mounts.ts';
import type { Instruction, Span, SyntaxProblem } from '../syntax.ts';
import { expansionProblem } from './expansion.ts';
import { listOf, nearest, problem, quoted } from './problem.ts';
import { isBoolean, isSize } from './values.ts';

const types = ['bind', 'cache', 'tmpfs', 'secret', 'ssh'];
const sharings = ['shared', 'private', 'locked'];
const keys =
  'type from source src target dst destination readonly ro readwrite rw id sharing required size mode uid gid env'.split(
    ' ',
  );

/** The first flag of a RUN whose value is refused. */
export function runProblem({ flags, escape: escaper = '\\' }: Instruction): SyntaxProblem | undefined {
  for (const flag of flags) {
    const { name, value = '' } = flag;
    const at = flag.valueAt ?? flag.at;
    if (name === 'network' && !/^(?:default|none|host)$/.test(value)) {
      return problem(
        at,
        `${quoted(value)} is not a network mode of RUN. It is default, none or host, and not a variable.`,
      );
    }
    if (name === 'security' && !/^(?:insecure|sandbox)$/.test(value)) {
      return problem(
        at,
        `${quoted(value)} is not a security mode of RUN. It is sandbox or insecure, and not a variable.`,
      );
    }
    if (name !== 'mount') continue;
    const wrong = mountProblem(value, at, escaper);
    if (wrong !== undefined) return problem(at, wrong);
  }
  return undefined;
}

/** The fields of one mount so far. `unsure`: something is a variable, so nothing is said about what depends on it. */
interface Mount {
  readonly escape: '\\' | '`';
  readonly at: Span;
  type: string;
  typeUnsure: boolean;
  readonly seen: Map<string, string>;
  unsure: boolean;
}

function mountProblem(value: string, at: Span, escaper: '\\' | '`'): string | undefined {
  const fields = value === '' ? undefined : mountFields(value);
  if (fields === undefined) {
    return value === ''
      ? 'This mount is empty. Write --mount=type=…,target=….'
      : 'The quotes in this mount do not match.';
  }
  const mount: Mount = {
    escape: escaper,
    at,
    type: 'bind',
    typeUnsure: false,
    seen: new Map(),
    unsure: false,
  };
  for (const { key, value: written } of fields) {
    const wrong = fieldProblem(mount, key, written);
    if (wrong !== undefined) return wrong;
  }
  return wholeProblem(mount);
}

function fieldProblem(mount: Mount, key: string, value: string | undefined): string | undefined {
  if (value === undefined) return bareProblem(mount, key);
  // A lone $ at the end is an ordinary character.
  if (key === 'from' && value.indexOf('$') >= 0 && value.indexOf('$') !== value.length - 1) {
    return "A mount's from= takes no variables. Give the stage a name with FROM … AS and use that.";
  }
  if (!keys.includes(key)) {
    const near = nearest(key, keys);
    return `A mount has no key ${quoted(key)}.${near === undefined ? '' : ` Is ${near}= meant?`}`;
  }
  if (/[$"'\\`]/.test(value)) {
    const broken = expansionProblem(value, mount.escape, mount.at)?.message;
    if (broken !== undefined) return broken;
    if (key === 'type') mount.typeUnsure = true;
    mount.unsure = true;
    return undefined;
  }
  mount.seen.set(canonical(key), value);
  switch (key) {
    case 'type':
      if (!types.includes(value.toLowerCase()))
        return `${quoted(value)} is not a type of mount. It is ${listOf(types)}.`;
      mount.type = value.toLowerCase();
      return undefined;
    case 'readonly':
    case 'ro':
    case 'readwrite':
    case 'rw':
      return isBoolean(value) ? undefined : `${key}= of a mount is true or false, not ${quoted(value)}.`;
    case 'required':
      return (
        requiredProblem(mount) ??
        (isBoolean(value) ? undefined : `required= is true or false, not ${quoted(value)}.`)
      );
    case 'size':
      if (mount.type !== 'tmpfs' && !mount.typeUnsure) {
        return 'size= is only for a tmpfs mount. Write type=tmpfs before it, or remove it.';
      }
      return isSize(value)
        ? undefined
        : `${quoted(value)} is not a size. Write a number and a unit, such as 64m.`;
    case 'sharing':
      if (sharings.includes(value.toLowerCase())) return undefined;
      return `${quoted(value)} is not a way to share a cache. It is ${listOf(sharings)}.`;
    case 'mode':
      return /^[0-7]+$/.test(value) && Number.parseInt(value, 8) < 2 ** 32
        ? undefined
        : `mode= is an octal number, not ${quoted(value)}.`;
    case 'uid':
    case 'gid':
      return /^\d+$/.test(value) && Number(value) < 2 ** 32
        ? undefined
        : `${key}= is a number, not ${quoted(value)}.`;
    default:
      return undefined;
  }
}

function bareProblem(mount: Mount, key: string): string | undefined {
  if (['readonly', 'ro', 'readwrite', 'rw'].includes(key)) return undefined;
  if (key === 'required') return requiredProblem(mount);
  return `${quoted(key)} in this mount has no value. Write ${keys.includes(key) ? `${key}=VALUE` : 'KEY=VALUE'}.`;
}

function requiredProblem({ type, typeUnsure }: Mount): string | undefined {
  if (typeUnsure || type === 'secret' || type === 'ssh') return undefined;
  return 'required is only for a secret or ssh mount, and type= must stand before it.';
}

function wholeProblem({ type, typeUnsure, seen, unsure }: Mount): string | undefined {
  if (typeUnsure) return undefined;
  const has = (key: string) => (seen.get(key) ?? '') !== '';
  if (type === 'bind' || type === 'tmpfs') {
    const key = ['mode', 'uid', 'gid'].find((name) => seen.has(name));
    if (key !== undefined) return `${key}= is not for a ${type} mount. Remove it.`;
  }
  if (type === 'secret') {
    if (has('from')) return 'A secret mount has no from=: a secret comes from the build command. Remove it.';
    if (has('sharing')) return 'A secret mount has no sharing=. Remove it.';
    if (!unsure && !has('source') && !has('target') && !has('id'))
      return 'A secret mount needs id= or target=.';
    if (has('source') && has('id'))
      return 'A secret mount has id= and source=, which mean the same. Keep one.';
  }
  if (has('sharing') && type !== 'cache') return `sharing= is only for a cache mount, not for ${type}.`;
  if (type === 'ssh' && has('source')) return 'An ssh mount has no source=. Use id=.';
  if (type !== 'secret' && type !== 'ssh' && seen.get('target') === '/') {
    return "A mount's target cannot be /. Name a directory.";
  }
  return undefined;
}

function canonical(key: string): string {
  if (key === 'src') return 'source';
  return key === 'dst' || key === 'destination' ? 'target' : key;
}
