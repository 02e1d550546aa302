// OpenVEX documents: statements on whether a vulnerability concerns an image. Source: OpenVEX specification 0.2.0.
import { applyEdits, modify, type ParseError, parse } from 'jsonc-parser';
import { oneLine } from './ignore-file.ts';

export const vexStatuses = ['not_affected', 'affected', 'fixed', 'under_investigation'] as const;
export type VexStatus = (typeof vexStatuses)[number];

/** Why something is not affected: the specification's own list. */
export const vexJustifications = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
] as const;
export type VexJustification = (typeof vexJustifications)[number];

export interface VexStatement {
  readonly vulnerability: string;
  /** Package URL. */
  readonly package: string;
  /** Package URL of the image (`pkg:oci/…`): then the statement holds for the package in that image only. */
  readonly image?: string;
  readonly status: VexStatus;
  /** For `not_affected`. */
  readonly justification?: VexJustification;
  /** Why it is not affected, or what to do about it: for `affected` it must be there. One line. */
  readonly note?: string;
}

/** What a new document needs beside its statement. */
export interface VexDocumentFacts {
  /** An IRI that no other document has: `urn:uuid:…`. */
  readonly id: string;
  readonly author: string;
  /** RFC 3339, for the statement too. */
  readonly now: string;
}

/** The text of the document with the statement, or why it cannot be written. */
export type VexChange = { readonly text: string; readonly version: number } | { readonly refused: string };

/** Stands for an author that was not given. */
export const unknownAuthor = 'Unknown Author';

/**
 * Adds a statement to a document and raises its version, or makes a new document of it. A statement of a later time has
 * precedence over others on the same vulnerability and product, so nothing is taken out.
 * @param text of the document; undefined for a new one
 */
export function addVexStatement(
  text: string | undefined,
  statement: VexStatement,
  facts: VexDocumentFacts,
): VexChange {
  const wrong = problemOf(statement);
  if (wrong) return { refused: wrong };
  if (text === undefined || text.trim() === '') {
    const document = {
      '@context': 'https://openvex.dev/ns/v0.2.0',
      '@id': facts.id,
      author: facts.author,
      timestamp: facts.now,
      version: 1,
      statements: [statementOf(statement, facts.now)],
    };
    return { text: `${JSON.stringify(document, null, 2)}\n`, version: 1 };
  }
  const read = readVex(text);
  if ('problem' in read) return { refused: `The VEX document cannot be added to: ${read.problem}` };
  const formattingOptions = {
    insertSpaces: !/\n\t/.test(text),
    tabSize: /\n( +)"/.exec(text)?.[1]?.length ?? 2,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
  const version = read.version + 1;
  const set = (before: string, path: (string | number)[], value: unknown, isArrayInsertion = false) =>
    applyEdits(before, modify(before, path, value, { formattingOptions, isArrayInsertion }));
  // Of two of the same time Trivy takes the first.
  const now = laterThan(read.latest, facts.now);
  let after = set(text, ['statements', read.statements], statementOf(statement, now), true);
  after = set(after, ['version'], version);
  after = set(after, ['last_updated'], now);
  return { text: after, version };
}

/** What a document is, as far as Trivy and the next statement need it. */
export function readVex(text: string):
  | {
      readonly version: number;
      readonly statements: number;
      readonly author: string;
      /** The latest time of the document and its statements: milliseconds since 1970. */
      readonly latest: number;
    }
  | { readonly problem: string } {
  // JSON.parse refuses what Trivy refuses: comments, commas at ends.
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    const errors: ParseError[] = [];
    parse(text, errors, { disallowComments: true });
    const line = text.slice(0, errors[0]?.offset ?? 0).split('\n').length;
    return { problem: `it is no JSON (line ${line}).` };
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return { problem: 'it is no object.' };
  const document = value as Readonly<Record<string, unknown>>;
  const context = document['@context'];
  if (typeof context !== 'string' || !context.startsWith('https://openvex.dev/ns'))
    return { problem: 'it is no OpenVEX document (@context).' };
  const { version, statements, author } = document;
  if (!Array.isArray(statements)) return { problem: 'it has no list of statements.' };
  return {
    version: typeof version === 'number' && Number.isSafeInteger(version) && version > 0 ? version : 0,
    statements: statements.length,
    author: typeof author === 'string' ? author : unknownAuthor,
    latest: latestOf([document, ...statements]),
  };
}

function latestOf(parts: readonly unknown[]): number {
  let latest = 0;
  for (const part of parts) {
    const { timestamp } = (part ?? {}) as { readonly timestamp?: unknown };
    const time = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
    // Beyond what a date can hold there is no later one.
    if (time > latest && time < 8.64e15) latest = time;
  }
  return latest;
}

/** The time, or the first one after the latest where that is not before it. */
function laterThan(latest: number, now: string): string {
  return Date.parse(now) > latest ? now : new Date(latest + 1).toISOString();
}

/** Whether a file is one that Trivy can take as VEX: OpenVEX, CSAF or CycloneDX, all of them JSON objects. */
export function isVexDocument(text: string): boolean {
  try {
    const value = JSON.parse(text.replace(/^\ufeff/, '')) as unknown;
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
    return ['@context', 'document', 'bomFormat'].some((key) => Object.hasOwn(value, key));
  } catch {
    return false;
  }
}

function problemOf({ status, justification, note, package: purl }: VexStatement): string | undefined {
  if (!purl.startsWith('pkg:')) return 'The scan gave no package URL, which an OpenVEX statement needs.';
  if (status === 'not_affected' && justification === undefined)
    return 'A statement “not affected” needs a justification.';
  if (status === 'affected' && !oneLine(note ?? ''))
    return 'A statement “affected” needs an action: what to do.';
  return undefined;
}

function statementOf(statement: VexStatement, now: string): object {
  const { vulnerability, package: purl, image, status, justification } = statement;
  const note = oneLine(statement.note ?? '');
  const product = { '@id': purl, identifiers: { purl } };
  return {
    vulnerability: { name: vulnerability },
    timestamp: now,
    // The package alone is the product where the image has no digest that would name it.
    products: [image === undefined ? product : { '@id': image, subcomponents: [product] }],
    status,
    ...(status === 'not_affected' ? { justification } : {}),
    ...(status === 'not_affected' && note ? { impact_statement: note } : {}),
    ...(status === 'affected' ? { action_statement: note } : {}),
    ...((status === 'fixed' || status === 'under_investigation') && note ? { status_notes: note } : {}),
  };
}

/**
 * The package URL of an image as Trivy makes it of a repository's digest, without the architecture: that may be any.
 * @param digest `registry.example.com/team/app@sha256:…`; Docker Hub's images as `python@sha256:…`
 * Source: Trivy, pkg/purl, parseOCI; purl specification, type oci.
 */
export function imagePurl(digest: string): string | undefined {
  const [, repository = '', hash = ''] = /^([\w./:-]+)@(sha256:[a-f0-9]{64})$/.exec(digest) ?? [];
  if (hash === '') return undefined;
  const first = repository.split('/', 1)[0]!;
  const isHost = repository.includes('/') && (/[.:]/.test(first) || first === 'localhost');
  const host = isHost ? first : 'index.docker.io';
  const rest = isHost ? repository.slice(first.length + 1) : repository;
  const isHub = host === 'index.docker.io' || host === 'docker.io';
  const path = isHub && !rest.includes('/') ? `library/${rest}` : rest;
  const place = `${isHub ? 'index.docker.io' : host}/${path}`;
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const encoded = encodeURIComponent(place);
  return `pkg:oci/${name}@${encodeURIComponent(hash)}?repository_url=${encoded}`;
}
