// Finds the files in which a project keeps its decisions: the ignore file and the VEX documents.
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readSmallFile } from '../workspace/read.ts';
import { isInside } from '../workspace/root.ts';
import { isVexDocument } from './openvex.ts';
import { readYamlIgnore } from './yaml-ignore.ts';

/** Bytes of one file. */
export const largestIgnoreFile = 1024 * 1024;
export const largestVexDocument = 4 * 1024 * 1024;

const mostDocuments = 20;

/** In the order in which they are looked for in one folder: the richer format first. */
export const ignoreNames = ['.trivyignore.yaml', '.trivyignore.yml', '.trivyignore'] as const;

/** The folder that VEX documents are kept in. */
export const vexFolder = '.vex';

export interface DecisionFiles {
  /** Absolute. */
  readonly ignoreFile?: string;
  /** Absolute, without those that Trivy could not read. */
  readonly vexDocuments: readonly string[];
  /** Sentences on what was left out. */
  readonly problems: readonly string[];
}

/**
 * The first ignore file beside the Dockerfile or at the root, and the VEX documents of both: `*.openvex.json` and
 * `*.vex.json`, in the folder itself or in its `.vex`.
 * @param folder of the Dockerfile; absolute
 * @param root of the project; absolute
 */
export function findDecisions(folder: string | undefined, root: string | undefined): DecisionFiles {
  const folders = [...new Set([folder, root])].filter((one): one is string => one !== undefined);
  const problems: string[] = [];
  const ignoreFile = folders
    .flatMap((one) => ignoreNames.map((name) => join(one, name)))
    .find((file) => readSmallFile(file, largestIgnoreFile) !== undefined);
  const vexDocuments: string[] = [];
  for (const file of folders.flatMap((one) => [...vexIn(one), ...vexIn(join(one, vexFolder))])) {
    const text = readSmallFile(file, largestVexDocument);
    if (text === undefined || !isVexDocument(text)) {
      problems.push(`${file} is no VEX document that Trivy can read; the scan is made without it.`);
    } else if (vexDocuments.length < mostDocuments) vexDocuments.push(file);
    else problems.push(`${file} was left out: there are more than ${mostDocuments} VEX documents.`);
  }
  return { ...(ignoreFile === undefined ? {} : { ignoreFile }), vexDocuments, problems };
}

/** `audit.openvex.json`, `vex.json`. */
export function isVexName(fileName: string): boolean {
  return /(?:^|\.)(?:open)?vex\.json$/i.test(fileName);
}

function vexIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((one) => one.isFile() && isVexName(one.name))
      .map(({ name }) => join(folder, name))
      .sort()
      .slice(0, mostDocuments * 2);
  } catch {
    return [];
  }
}

/** Why Trivy would stop at an ignore file, in a sentence with its line; undefined where it would not. */
export function ignoreFileProblem(file: string): string | undefined {
  // As Trivy tells the formats apart.
  if (!/\.ya?ml$/i.test(file)) return undefined;
  const text = readSmallFile(file, largestIgnoreFile) ?? '';
  const problem = readYamlIgnore(text).problems.find(({ of }) => of === 'file');
  if (!problem) return undefined;
  const line = text.slice(0, problem.at.start).split('\n').length;
  return `${file}, line ${line}: ${problem.message}`;
}

/** Where a new ignore file or VEX document is put: the project's root, or the Dockerfile's own folder without one. */
export function decisionFolder(dockerfile: string, root: string | undefined): string {
  return root !== undefined && isInside(dockerfile, root) ? root : dirname(dockerfile);
}
