// The edit that raises a package to a version in which a vulnerability is fixed, where a line names its version.
import { pythonName } from '../attribution/installers.ts';
import type { Edit } from '../engine/index.ts';
import { isVersion } from './fixed-version.ts';

export interface Upgrade {
  readonly edit: Edit;
  /** What else is to be done, to end a title with: `then run npm install`. */
  readonly after?: string;
}

export interface UpgradedPackage {
  readonly name: string;
  readonly installed: string;
  /** One of the versions that fix it. */
  readonly fixed: string;
  /** Trivy's word for the kind of package: `python-pkg`, `node-pkg`, `gobinary`; of the distribution `debian`, `alpine`. */
  readonly type?: string;
  readonly class: 'os' | 'library' | 'other';
}

/**
 * The edit of a word in a RUN that pins the very version that is installed: `bash=5.2-1`, `flask==2.0.0`,
 * `express@4.17.1`. Undefined for any other word.
 * @param at where the word begins in its file
 */
export function upgradeOfWord(word: string, at: number, wanted: UpgradedPackage): Upgrade | undefined {
  const { name, installed, fixed, type = '', class: kind } = wanted;
  if (!isVersion(fixed)) return undefined;
  const separator = kind === 'os' ? '=' : ({ 'python-pkg': '==', 'node-pkg': '@' } as const)[type];
  if (separator === undefined) return undefined;
  const split = word.lastIndexOf(separator);
  if (split <= 0) return undefined;
  const [named, version] = [
    word.slice(0, split).replace(/\[[^\]]*\]$/, ''),
    word.slice(split + separator.length),
  ];
  const same = type === 'python-pkg' ? pythonName(named) === pythonName(name) : named === name;
  if (!same || version !== installed) return undefined;
  const start = at + split + separator.length;
  return { edit: { start, end: start + version.length, text: fixed } };
}

/**
 * The edit of a manifest's line. Undefined where the line does not name the version, or hashes bind it.
 * @param file base name
 * @param line zero-based, the one that names the package
 */
export function upgradeOfLine(
  file: string,
  text: string,
  line: number,
  wanted: UpgradedPackage,
): Upgrade | undefined {
  if (!isVersion(wanted.fixed)) return undefined;
  const start = startOfLine(text, line);
  if (start === undefined) return undefined;
  const [own = ''] = /^[^\r\n]*/.exec(text.slice(start)) ?? [];
  const form = forms.find(([name]) => name.test(file));
  return form?.[1](own, start, wanted);
}

type Form = (line: string, start: number, wanted: UpgradedPackage) => Upgrade | undefined;

const requirement: Form = (line, start, { name, installed, fixed }) => {
  // A hash is of one version's files, and a continued line can have one below.
  if (/--hash|\\\s*$/.test(line)) return undefined;
  const match = /^(\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*==\s*)([\w.!+-]+)(?=\s*(?:$|[#;]))/.exec(line);
  if (!match || pythonName(match[2]!) !== pythonName(name) || match[3] !== installed) return undefined;
  return { edit: replaced(start + match[1]!.length, match[3], fixed) };
};

const packageJson: Form = (line, start, { name, installed, fixed }) => {
  const match = /^(\s*"([^"\s]+)"\s*:\s*"([~^]?))(\d[\w.+-]*)"/.exec(line);
  // A range can have been resolved to a later version than it names; then the lock file is what has to change.
  if (!match || match[2] !== name || (match[3] === '' && match[4] !== installed)) return undefined;
  return { edit: replaced(start + match[1]!.length, match[4]!, fixed), after: 'then update the lock file' };
};

const goMod: Form = (line, start, { name, installed, fixed }) => {
  const match = /^(\s*(?:require\s+)?(\S+)\s+)(v\d\S*)/.exec(line);
  const version = (text: string) => `v${text.replace(/^v/, '')}`;
  if (!match || match[2] !== name || match[3] !== version(installed)) return undefined;
  return {
    edit: replaced(start + match[1]!.length, match[3], version(fixed)),
    after: 'then run go mod tidy',
  };
};

const forms: readonly (readonly [RegExp, Form])[] = [
  [/^(?:requirements|constraints)?[\w.-]*\.(?:txt|in)$/, requirement],
  [/^package\.json$/, packageJson],
  [/^go\.mod$/, goMod],
];

function replaced(start: number, before: string, text: string): Edit {
  return { start, end: start + before.length, text };
}

function startOfLine(text: string, line: number): number | undefined {
  let start = 0;
  for (let i = 0; i < line; i++) {
    const end = text.indexOf('\n', start);
    if (end < 0) return undefined;
    start = end + 1;
  }
  return start;
}
