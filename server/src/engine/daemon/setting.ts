// Where a setting of daemon.json is reported, and the fix that gives it a value.
import type { Fix, Refusal } from '../define-rule.ts';
import type { Place } from '../parse/yaml/tree.ts';
import { isRefused, setKey, type YamlValue } from '../yaml-edits/index.ts';
import type { DaemonFile } from './daemon-file.ts';
import type { DaemonKey } from './daemon-keys.ts';

/** The value of a key; where it is not there, the brace that opens the file. Undefined where nothing is known of the file. */
export function settingAt(daemon: DaemonFile, key: DaemonKey): Place | undefined {
  const { root } = daemon;
  if (root === undefined) return undefined;
  return daemon.get(key)?.at ?? { ...root.at, end: Math.min(root.at.start + 1, root.at.end) };
}

/** Gives a key of the file a value, or says why not. What dockerd does is another thing then: to review. */
export function* setSetting(
  daemon: DaemonFile,
  key: DaemonKey,
  value: YamlValue,
  title: string,
): Iterable<Fix | Refusal> {
  if (daemon.root === undefined) return;
  const edits = setKey(daemon.file, daemon.root, key, value);
  yield isRefused(edits)
    ? { title, reason: edits.reason }
    : { title, safety: 'review', preferred: true, edits };
}

/** `localhost`, `127.0.0.0/8`, `[::1]:5000`: this machine alone. */
export function isLoopback(address: string): boolean {
  const host = /^\[([^\]]*)\]/.exec(address)?.[1] ?? address.replace(/:\d*$/, '');
  return /^(localhost|127(\.\d{1,3}){3}(\/([89]|[12]\d|3[012]))?|::1(\/128)?)$/i.test(host);
}
