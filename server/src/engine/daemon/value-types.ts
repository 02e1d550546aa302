// Values of daemon.json that Go's `encoding/json` does not put into dockerd's configuration.
import { quoted } from '../parse/errors/problem.ts';
import type { YamlEntry, YamlNode } from '../parse/yaml/tree.ts';
import type { DaemonProblem } from './daemon-file.ts';
import type { DaemonType } from './daemon-keys.ts';

/** What the types are called in messages. */
const wanted = {
  flag: 'true or false',
  text: 'a text in quotes',
  integer: 'a whole number',
  texts: 'a list of texts',
  map: 'an object',
  maps: 'a list of objects',
} as const;

/** The problems of a value; `null` is taken for everything, and sets nothing. */
export function wrongTypes(key: string, value: YamlNode, type: DaemonType): DaemonProblem[] {
  if (value.kind === 'scalar' && value.value === null) return [];
  switch (type) {
    case 'flag':
      return value.kind === 'scalar' && typeof value.value === 'boolean' ? [] : [wrong(key, value, 'flag')];
    case 'text':
      return value.kind === 'scalar' && typeof value.value === 'string' ? [] : [wrong(key, value, 'text')];
    case 'integer':
      return value.kind === 'scalar' && typeof value.value === 'number' && /^-?\d+$/.test(value.written)
        ? []
        : [wrong(key, value, 'integer')];
    case 'texts':
      if (value.kind !== 'list') return [wrong(key, value, 'texts')];
      return value.items.flatMap((item) => wrongTypes(`an item of ${key}`, item, 'text'));
    case 'textMap':
      return inMap(key, value, (entry) => wrongTypes(entry.key, entry.value, 'text'));
    case 'flagMap':
      return inMap(key, value, (entry) => wrongTypes(entry.key, entry.value, 'flag'));
    case 'networkOptions':
      return inMap(key, value, (entry) => wrongTypes(entry.key, entry.value, 'textMap'));
    case 'map':
      return inMap(key, value, () => []);
    case 'runtimes':
      return inMap(key, value, (entry) =>
        fields(entry.key, entry.value, { path: 'text', runtimeargs: 'texts' }),
      );
    case 'ulimits':
      return inMap(key, value, (entry) =>
        fields(entry.key, entry.value, { name: 'text', hard: 'integer', soft: 'integer' }),
      );
    case 'pools':
      if (value.kind !== 'list') return [wrong(key, value, 'maps')];
      return value.items.flatMap((item) =>
        fields(`an item of ${key}`, item, { base: 'text', size: 'integer' }),
      );
  }
}

function inMap(key: string, value: YamlNode, check: (entry: YamlEntry) => DaemonProblem[]): DaemonProblem[] {
  return value.kind === 'map' ? value.entries.flatMap(check) : [wrong(key, value, 'map')];
}

/** Go finds fields whatever the case of their letters. */
function fields(key: string, value: YamlNode, types: Readonly<Record<string, DaemonType>>): DaemonProblem[] {
  if (value.kind === 'scalar' && value.value === null) return [];
  return inMap(key, value, (entry) => {
    const name = entry.key.toLowerCase();
    return Object.hasOwn(types, name) ? wrongTypes(entry.key, entry.value, types[name]!) : [];
  });
}

function wrong(key: string, value: YamlNode, type: keyof typeof wanted): DaemonProblem {
  const name = key.startsWith('an item of ') ? key : quoted(key);
  const message = `Docker refuses to start: ${name} holds ${found(value)}. Write ${wanted[type]}.`;
  return { at: value.at, message, kind: 'wrong-type' };
}

function found(value: YamlNode): string {
  if (value.kind === 'list') return 'a list';
  if (value.kind === 'map') return 'an object';
  if (typeof value.value === 'string') return `the text ${quoted(`"${value.value}"`)}`;
  return quoted(value.written);
}
