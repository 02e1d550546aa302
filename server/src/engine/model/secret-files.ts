// Files that hold secrets, told by their names and, where it is known, by their text.
import type { LintContext } from '../context.ts';
import { readCopy } from '../parse/arguments.ts';
import type { Instruction, Word } from '../parse/syntax.ts';
import { isIgnored, readIgnoreFile } from '../surroundings/dockerignore.ts';
import { withoutTrailing } from '../text/trailing.ts';
import { expand, normalisePath } from './apply.ts';
import type { Model } from './model.ts';
import { findTokens } from './secret-tokens.ts';
import { judgeSecret } from './secrets.ts';

/** What a name says. */
export interface SecretFile {
  /** Without an article: `private key`, `npm credentials`. */
  readonly what: string;
  /** `sure`: nothing else is called so. `likely`: often a secret. `read`: only its text can tell. */
  readonly certainty: 'sure' | 'likely' | 'read';
}

const sure = (what: string): SecretFile => ({ what, certainty: 'sure' });
const likely = (what: string): SecretFile => ({ what, certainty: 'likely' });

/** By base name, lower case. */
const byName: ReadonlyMap<string, SecretFile> = new Map([
  ...['id_rsa', 'id_dsa', 'id_ecdsa', 'id_ed25519'].map((name) => [name, sure('private SSH key')] as const),
  ['.netrc', sure('login data')],
  ['_netrc', sure('login data')],
  ['.git-credentials', sure('git credentials')],
  ['.pgpass', sure('database password')],
  ['.vault-token', sure('Vault token')],
  ['.dockercfg', sure('registry credentials')],
  ['.s3cfg', sure('S3 credentials')],
  ['.boto', sure('cloud credentials')],
  ['.env', sure('environment file')],
  ['kubeconfig', sure('cluster credentials')],
  ['master.key', sure('Rails master key')],
  ['privkey.pem', sure('private key')],
  ['private.pem', sure('private key')],
  ['private.key', sure('private key')],
  ['privkey.key', sure('private key')],
  ['.htpasswd', likely('password hashes')],
  ['credentials.json', likely('credentials')],
  ['token.json', likely('OAuth token')],
  ['terraform.tfstate', likely('Terraform state')],
  ['.pypirc', likely('PyPI credentials')],
  ['.npmrc', { what: 'npm credentials', certainty: 'read' }],
  ['.yarnrc.yml', { what: 'yarn credentials', certainty: 'read' }],
  ['.yarnrc', { what: 'yarn credentials', certainty: 'read' }],
  ['pip.conf', { what: 'pip credentials', certainty: 'read' }],
  ['nuget.config', { what: 'NuGet credentials', certainty: 'read' }],
  ['.my.cnf', { what: 'database password', certainty: 'read' }],
]);

/** By the end of the path, folders included. */
const byFolder: readonly [RegExp, SecretFile][] = [
  [/(^|\/)\.aws(\/credentials)?$/, sure('AWS credentials')],
  [/(^|\/)\.kube(\/config)?$/, sure('cluster credentials')],
  [/(^|\/)\.docker\/config\.json$/, sure('registry credentials')],
  [/(^|\/)\.gnupg$/, sure('key ring')],
  [/(^|\/)\.ssh$/, likely('SSH keys')],
  [/(^|\/)\.git$/, likely('history of the repository')],
];

const byForm: readonly [RegExp, SecretFile][] = [
  [
    /^(service[-_]?account|sa|gcp|gcloud|google)[\w.-]*(key|credentials?|creds|account)[\w.-]*\.json$/,
    likely('service account key'),
  ],
  [/^service[-_]?account(s?)\.json$/, likely('service account key')],
  [/^client[-_]secrets?[\w.-]*\.json$/, likely('OAuth client secret')],
  [/(^|[-_.])(private|priv)[-_.]?key[\w.-]*\.(pem|key|der)$/, sure('private key')],
  [/^[\w.-]*(private|privkey)[\w.-]*\.pem$/, likely('private key')],
  [/^(?!.*(pub|cert|ca[-_.]))[\w.-]*key\.pem$/, likely('private key')],
  [/\.(pfx|p12|ppk|kdbx)$/, likely('key store')],
  [/^(server|tls|ssl|client|ca|domain|https?)\.key$/, sure('private key')],
  [/^[\w.*-]+\.key$/, likely('private key')],
  [/^[\w-]+\.env$/, { what: 'environment file', certainty: 'read' }],
];

/** Names of `.key` files that hold a public key: what a package source is signed with. */
const publicKey =
  /gpg|pgp|rpm|apt|archive|release|repo|signing|keyring|pub|nodesource|hashicorp|microsoft|jenkins\.io/;
/** Where package managers look for them. */
const keyRings =
  /^\/(usr\/share\/keyrings|etc\/apt|etc\/apk\/keys|etc\/pki\/rpm-gpg|usr\/local\/share\/ca-certificates)\//;
const sampleName =
  /(^|[-_./])(example|sample|template|tmpl|tpl|dist|default|defaults|schema|test|tests|testing|ci|dummy|fake|mock|fixture|fixtures|testdata)([-_./]|$)/;

/** What a path in the build context is by its name; undefined for ordinary files, samples and public halves. */
export function secretFile(path: string): SecretFile | undefined {
  // No file has a longer path, and the steps below are made for short ones.
  if (path.length > 4096) return undefined;
  const clean = withoutTrailing(path.toLowerCase().replace(/^(\.?\/)+/, ''), '/');
  const name = clean.slice(clean.lastIndexOf('/') + 1);
  if (name.length > 200 || sampleName.test(clean) || name.endsWith('.pub')) return undefined;
  const known = byName.get(name);
  if (known) return known;
  if (/^\.env\.[\w.-]+$/.test(name)) return likely('environment file');
  const folder = byFolder.find(([form]) => form.test(clean))?.[1];
  if (folder) return folder;
  if (name.endsWith('.key') && publicKey.test(name)) return undefined;
  return byForm.find(([form]) => form.test(name))?.[1];
}

const credentialLine =
  /^[ \t]*(?:(?:\/\/[^\s=]{1,200}:)?_(?:authToken|auth|password)|npmAuth(?:Token|Ident)|password)[ \t]*[=:][ \t]*["']?([^\s"']{1,500})/gim;
const loginLine = /\bpassword[ \t\r\n]+([^\s"']{1,500})/g;

/** The literal credentials in a text of the form of .npmrc, .pypirc, .netrc or .yarnrc; `$` and stand-ins are none. */
export function credentialsIn(text: string): { readonly start: number; readonly end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (const form of [credentialLine, ...(/\bmachine[ \t]/.test(text) ? [loginLine] : [])])
    for (const match of text.matchAll(form))
      if (judgeSecret('password', match[1]) === 'disclosed') {
        const end = match.index + match[0].length;
        found.push({ start: end - match[1]!.length, end });
      }
  return found;
}

/** Whether a text holds a secret, as far as its form tells: `NAME=value` lines, tokens, keys, credentials. */
export function holdsSecret(text: string): boolean {
  if (findTokens(text).length > 0 || credentialsIn(text).length > 0) return true;
  if (/-----BEGIN [A-Z ]{0,20}PRIVATE KEY/.test(text)) return true;
  if (/"private_key"[ \t]*:|client_secret|<ClearTextPassword|aws_secret_access_key/i.test(text)) return true;
  for (const line of text.split('\n')) {
    const pair = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.]{0,100})[ \t]*=[ \t]*["']?([^"'\r\n]{0,2000})/.exec(
      line,
    );
    if (!pair) continue;
    if (judgeSecret(pair[1]!, pair[2]!.trim()) === 'disclosed') return true;
    if (/:\/\/[^\s:@/]{0,200}:[^\s:@/$]{4,200}@(?!localhost|127\.)/.test(pair[2]!)) return true;
  }
  return false;
}

/**
 * Whether the text of a file of the build context says that it holds a secret; undefined where its text is not known.
 * `path` as COPY names it.
 */
export function contentHoldsSecret(context: LintContext, path: string): boolean | undefined {
  const text = context.files?.[normalisePath(`/${path}`).slice(1)];
  return text === undefined ? undefined : holdsSecret(text);
}

/** A secret file that a COPY or ADD takes from the build context. */
export interface CopiedSecret {
  readonly word: Word;
  /** Relative to the context. */
  readonly path: string;
  readonly file: SecretFile;
  /** Its text is known, and holds a secret. */
  readonly read: boolean;
  /** Where it lands: an absolute path, or undefined where that is not known. */
  readonly target: string | undefined;
}

/** The secret files that one COPY or ADD names; what the ignore file keeps away and what is known to hold none is left out. */
export function copiedSecrets(model: Model, instruction: Instruction): CopiedSecret[] {
  const copy = readCopy(instruction);
  if (!copy || copy.from) return [];
  const { context } = model;
  const state = model.before(instruction);
  const found: CopiedSecret[] = [];
  let ignore: ReturnType<typeof readIgnoreFile>;
  for (const word of copy.sources) {
    const path = expand(word.raw, state, model) ?? word.value;
    if (path.length > 4096 || path.includes('://') || path.includes('$')) continue;
    const destination = expand(copy.destination.raw, state, model);
    const target = destination === undefined ? undefined : targetOf(destination, path, state.workdir);
    const pointedAt = target !== undefined && target === keyFileOf(model, instruction);
    const file = pointedAt ? sure('service account key') : secretFile(withoutTrailing(path, '*?'));
    if (!file) continue;
    const read = contentHoldsSecret(context, path);
    if (read === false || (read === undefined && file.certainty === 'read')) continue;
    if (context.ignoreFile) {
      ignore ??= readIgnoreFile(context.ignoreFile.text);
      if (ignore && isIgnored(ignore, path)) continue;
    }
    if (path.endsWith('.key') && target !== undefined && keyRings.test(target)) continue;
    found.push({ word, path, file, read: read === true, target });
  }
  return found;
}

/** The file that the stage tells Google's libraries to take their key from, as an absolute path. */
function keyFileOf(model: Model, instruction: Instruction): string | undefined {
  const end = model.stageOf(instruction)?.end;
  const value = end?.env.get('GOOGLE_APPLICATION_CREDENTIALS');
  if (value === undefined || value === '') return undefined;
  if (value.startsWith('/')) return normalisePath(value);
  return end?.workdir === undefined ? undefined : normalisePath(`${end.workdir}/${value}`);
}

function targetOf(destination: string, source: string, workdir: string | undefined): string | undefined {
  const absolute = destination.startsWith('/') ? destination : workdir && `${workdir}/${destination}`;
  if (absolute === undefined) return undefined;
  const name = source.slice(withoutTrailing(source, '/').lastIndexOf('/') + 1);
  const intoFolder = /(^|\/)\.?\/?$/.test(destination);
  return normalisePath(intoFolder ? `${absolute}/${name}` : absolute);
}
