// Keys and values of daemon.json that dockerd refuses, and keys that it passes over.
import { nearest, quoted } from '../parse/errors/problem.ts';
import type { YamlEntry, YamlMap } from '../parse/yaml/tree.ts';
import type { DaemonProblem } from './daemon-file.ts';
import { daemonKeys, flagNames, isDaemonKey, removedKeys, uncheckedKeys } from './daemon-keys.ts';
import { wrongTypes } from './value-types.ts';

/** What dockerd finds wrong with the keys and their values, in the order of the text. */
export function checkKeys(root: YamlMap): DaemonProblem[] {
  return root.entries.flatMap(checkEntry);
}

/**
 * As dockerd does (`configValuesSet` and `findConfigurationConflicts` in moby's daemon/config/config.go): a map at a key
 * that is no option by itself is looked into, and its keys have to be options.
 */
function checkEntry(entry: YamlEntry): DaemonProblem[] {
  const { key, value } = entry;
  if (key === 'proxies' && value.kind === 'map') return value.entries.flatMap(checkProxy);
  if (isDaemonKey(key)) return wrongTypes(key, value, daemonKeys[key]);
  if (value.kind === 'map' && value.entries.every((inner) => isKnown(inner.key))) {
    return [ignored(entry, 'Put its settings at the top of the file.')];
  }
  if (value.kind === 'map') return value.entries.filter((inner) => !isKnown(inner.key)).map(unknown);
  const setting = flagNames.get(key);
  if (setting !== undefined) return [ignored(entry, `Write ${setting}, as the setting is called here.`)];
  return isKnown(key) ? [] : [unknown(entry)];
}

function checkProxy(entry: YamlEntry): DaemonProblem[] {
  const { key, value } = entry;
  if (key === 'http-proxy' || key === 'https-proxy' || key === 'no-proxy')
    return wrongTypes(key, value, 'text');
  return isKnown(key) ? [] : [unknown(entry)];
}

function isKnown(key: string): boolean {
  return isDaemonKey(key) || flagNames.has(key) || uncheckedKeys.has(key);
}

function ignored(entry: YamlEntry, advice: string): DaemonProblem {
  const message = `Docker passes over ${quoted(entry.key)}, so it has no effect. ${advice}`;
  return { at: entry.keyAt, message, kind: 'ignored' };
}

function unknown(entry: YamlEntry): DaemonProblem {
  const removed = removedKeys.get(entry.key);
  if (removed !== undefined) {
    const message = `Docker ${removed.in} and later refuse to start with ${quoted(entry.key)}. ${removed.instead}`;
    return { at: entry.keyAt, message, kind: 'unknown-key' };
  }
  const near = nearest(entry.key, Object.keys(daemonKeys));
  const advice = near === undefined ? 'Remove it.' : `Write ${near}, or remove it.`;
  const message = `Docker refuses to start with ${quoted(entry.key)}, which is no setting of the daemon. ${advice}`;
  return { at: entry.keyAt, message, kind: 'unknown-key' };
}
