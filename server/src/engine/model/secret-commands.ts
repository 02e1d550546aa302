// Commands that are given a secret in clear: as an option, a header, an assignment or a line they write.
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { Span } from '../parse/syntax.ts';
import type { PlainCommand } from './apply-run.ts';
import { credentialsIn } from './secret-files.ts';
import { isStandIn, judgeSecret } from './secrets.ts';

/** A secret that stands in a command. */
export interface CommandSecret {
  readonly at: Span;
  /** What gives it away, in the words of a message: `` `curl -u` ``. Never the secret. */
  readonly by: string;
  /** The secret alone, without a user's name or a header's; absent where the command keeps it in a file of its own. */
  readonly value?: string;
  /** The variable that is assigned to. */
  readonly variable?: string;
}

/** How an option's value is to be read: a secret, `user:secret`, `user%secret`, `user,secret` or a header. */
type Kind = 'secret' | ':' | '%' | ',' | 'header' | 'pass:';
interface SecretOption {
  readonly names: readonly string[];
  readonly kind: Kind;
  /** Its value stands in the same word only: `-pSECRET`. */
  readonly attached?: boolean;
}

const login: readonly SecretOption[] = [{ names: ['-p'], kind: 'secret' }];
const attachedPassword: readonly SecretOption[] = [{ names: ['-p'], kind: 'secret', attached: true }];
const stores = ['-storepass', '-keypass', '-srcstorepass', '-deststorepass', '-srckeypass', '-destkeypass'];

/** Options that the program's own documentation says take a secret; those with a telling name are told by it. */
const byProgram: ReadonlyMap<string, readonly SecretOption[]> = new Map<string, readonly SecretOption[]>([
  [
    'curl',
    [
      { names: ['-u', '--user', '-U', '--proxy-user'], kind: ':' },
      { names: ['-H', '--header', '--proxy-header'], kind: 'header' },
    ],
  ],
  [
    'wget',
    [
      { names: ['--http-password', '--ftp-password', '--proxy-password'], kind: 'secret' },
      { names: ['--header'], kind: 'header' },
    ],
  ],
  ['http', [{ names: ['-a', '--auth'], kind: ':' }]],
  ...[
    'mysql',
    'mysqladmin',
    'mysqldump',
    'mysqlimport',
    'mariadb',
    'mariadb-admin',
    'mariadb-dump',
    '7z',
    '7za',
  ].map((name) => [name, attachedPassword] as const),
  ['sshpass', [{ names: ['-p'], kind: 'secret' }]],
  ['redis-cli', [{ names: ['-a', '--pass'], kind: 'secret' }]],
  ['redis-server', [{ names: ['--requirepass', '--masterauth'], kind: 'secret' }]],
  ...['mongo', 'mongosh', 'mongodump', 'mongorestore'].map((name) => [name, login] as const),
  ...['ldapadd', 'ldapmodify', 'ldapsearch', 'ldapdelete'].map(
    (name) => [name, [{ names: ['-w'], kind: 'secret' }]] as const,
  ),
  ['lftp', [{ names: ['-u'], kind: ',' }]],
  ['smbclient', [{ names: ['-U'], kind: '%' }]],
  ['openssl', [{ names: ['-passin', '-passout', '-pass'], kind: 'pass:' }]],
  ['keytool', [{ names: stores, kind: 'secret' }]],
  ['jarsigner', [{ names: stores, kind: 'secret' }]],
  ['unzip', [{ names: ['-P'], kind: 'secret' }]],
  ['zip', [{ names: ['-P'], kind: 'secret' }]],
  ['nuget', [{ names: ['-Password', '-ApiKey'], kind: 'secret' }]],
]);

/** `PROGRAM login -p SECRET`. */
const loginPrograms = /^(docker|podman|nerdctl|buildah|skopeo|crane|helm|oras|regctl|az|oc)$/;
/** They set an account's password, which is another weakness, or only look for words. */
const others =
  /^(chpasswd|passwd|useradd|usermod|adduser|addgroup|groupadd|grep|egrep|sed|awk|find|test|\[|expect)$/;

/** Long options of any program whose value, given as the next word, is a secret. */
const longOption =
  /^--?(password|passwd|passphrase|token|auth-?token|access-?token|api-?token|api-?key|client-?secret|secret-?key|secret-?access-?key|(admin|db|root|user|database)-?password)$/i;
const negated = /^(no|without|with|enable|disable|disabled|use|allow|skip|prompt|ask)[-_]/i;

const header = /^(?:proxy-)?authorization:[ \t]*(?:(?:bearer|basic|token|apikey)[ \t]+)?(\S+)$/i;
const keyHeader =
  /^(?:private-token|job-token|deploy-token|x-[a-z-]{0,30}(?:token|api-?key|art-api)|api-?key|x-vault-token):[ \t]*(\S+)$/i;
/** A digest of a password is none. */
const digest = /^(sha\d*:|argon2|\$(1|2[aby]|5|6|y|argon2\w*)\$|\{(SSHA|SHA|CRYPT)\}|scram-)/i;

function isSecret(value: string | undefined): boolean {
  return (
    value !== undefined &&
    !/[$`*]/.test(value) &&
    !value.startsWith('-') &&
    !/^[./~@]/.test(value) &&
    !isStandIn(value) &&
    !digest.test(value)
  );
}

/** The secret in an option's value; undefined where there is none. */
function givenIn(kind: Kind, value: string | undefined): string | undefined {
  if (value === undefined || value.length > 4000) return undefined;
  let secret: string | undefined;
  switch (kind) {
    case 'secret':
      secret = value;
      break;
    case 'header':
      secret = (header.exec(value) ?? keyHeader.exec(value))?.[1];
      break;
    case 'pass:':
      secret = value.startsWith('pass:') ? value.slice(5) : undefined;
      break;
    default: {
      const cut = value.indexOf(kind);
      if (cut >= 0 && value.slice(0, cut) !== value.slice(cut + 1)) secret = value.slice(cut + 1);
    }
  }
  return isSecret(secret) ? secret : undefined;
}

/** The literal secrets of one command, in order. A variable is none: what it holds is another rule's. */
export function secretsInCommand(command: PlainCommand): CommandSecret[] {
  const { name, args } = command;
  const found: CommandSecret[] = [];
  for (const { name: variable, value, at } of command.command.assignments)
    if (
      value !== undefined &&
      judgeSecret(variable, value) === 'disclosed' &&
      isSecret(value) &&
      !standsIn(command, variable)
    )
      found.push({ at, by: `the assignment to \`${variable}\``, value, variable });
  if (name === undefined || others.test(name)) return found;
  if (name === 'export' || name === 'declare') return [...found, ...exported(args)];
  if (name === 'echo' || name === 'printf') return [...found, ...written(command)];
  const settings = byTool(name, args);
  if (settings) found.push(settings);
  const given = args[0]?.text === 'login' ? ' login' : '';
  const options = [
    ...(byProgram.get(name) ?? []),
    ...(loginPrograms.test(name) && args.some(({ text }) => text === 'login') ? login : []),
  ];
  for (let i = 0; i < args.length; i++) {
    const word = args[i]!;
    const { text } = word;
    if (!text.startsWith('-') || text.length > 4000) continue;
    const known = options.find(({ names }) =>
      names.some((option) => text === option || startsWithOption(text, option)),
    );
    if (known) {
      const option = known.names.find((each) => text === each || startsWithOption(text, each))!;
      const next = text === option && !known.attached ? args[i + 1] : undefined;
      const value = next ? next.value : text.length > option.length ? attachedValue(word, option) : undefined;
      const secret = givenIn(known.kind, value);
      if (secret !== undefined)
        found.push({
          at: { start: word.at.start, end: (next ?? word).at.end },
          by: `\`${name}${given} ${option}\``,
          value: secret,
        });
      continue;
    }
    const secret = telling(word, args[i + 1]);
    if (secret)
      found.push({ at: secret.at, by: `\`${name}${given} ${secret.option}\``, value: secret.value });
  }
  return found;
}

/** Frameworks want any key at all to pack the files of a site. */
function standsIn({ args }: PlainCommand, variable: string): boolean {
  return (
    /^(\w+_)?SECRET_KEY(_BASE)?$/.test(variable) &&
    args.some(({ text }) => /collectstatic|assets:|compilemessages|compress/.test(text))
  );
}

function startsWithOption(text: string, option: string): boolean {
  return option.startsWith('--')
    ? text.startsWith(`${option}=`)
    : /^-[A-Za-z]$/.test(option) && text.startsWith(option);
}

function attachedValue(word: ShellWord, option: string): string | undefined {
  return word.value?.slice(option.length + (option.startsWith('--') ? 1 : 0));
}

/** An option that says itself that it takes a secret: `--password X`, `--db-password=X`, `-Dsonar.token=X`. */
function telling(
  word: ShellWord,
  next: ShellWord | undefined,
): { at: Span; option: string; value: string } | undefined {
  const { text } = word;
  if (longOption.test(text)) {
    if (next?.value === undefined || !isSecret(next.value)) return undefined;
    return { at: { start: word.at.start, end: next.at.end }, option: text, value: next.value };
  }
  const cut = text.indexOf('=');
  if (cut < 0 || word.value === undefined) return undefined;
  const option = text.slice(0, cut);
  const bare = option.replace(/^(--?[DP]?)/, '');
  if (!/^-(-[a-z]|[DP][a-z])/i.test(option) || negated.test(bare) || bare.length > 100) return undefined;
  const value = text.slice(cut + 1);
  if (judgeSecret(bare.replace(/[-.]/g, '_'), value) !== 'disclosed' || !isSecret(value)) return undefined;
  return { at: word.at, option, value };
}

function* exported(args: readonly ShellWord[]): Iterable<CommandSecret> {
  for (const { value, at } of args) {
    const cut = value?.indexOf('=') ?? -1;
    if (value === undefined || cut < 1) continue;
    const name = value.slice(0, cut);
    if (judgeSecret(name, value.slice(cut + 1)) === 'disclosed' && isSecret(value.slice(cut + 1)))
      yield { at, by: `the assignment to \`${name}\``, value: value.slice(cut + 1), variable: name };
  }
}

/** Lines that echo and printf write: `//host/:_authToken=…`, `machine … password …`, `TOKEN=…`. */
function* written({ name, args, command }: PlainCommand): Iterable<CommandSecret> {
  if (command.redirects.length === 0 && command.pipeline === undefined) return;
  for (const { value, at } of args) {
    if (value === undefined || value.length > 100_000) continue;
    const lines = value.replace(/\\n/g, '\n');
    const pair = /^(?:export )?([A-Za-z_]\w{0,100})=["']?([^"'\s]{4,500})["']?$/m.exec(lines);
    if (credentialsIn(lines).length > 0) yield { at, by: `what \`${name}\` writes` };
    else if (pair && judgeSecret(pair[1]!, pair[2]) === 'disclosed' && isSecret(pair[2]))
      yield { at, by: `what \`${name}\` writes` };
  }
}

/** Settings of package managers and clouds: `npm config set //host/:_authToken X`, `aws configure set … X`. */
function byTool(name: string, args: readonly ShellWord[]): CommandSecret | undefined {
  const positional = args.filter(({ text }) => !text.startsWith('-'));
  const texts = positional.map(({ text }) => text);
  const last = positional.at(-1);
  const is = (...words: string[]) => words.every((word, i) => texts[i] === word);
  const setting = (key: RegExp): CommandSecret | undefined => {
    const index = texts.findIndex((text) => key.test(text));
    const word = positional[index];
    if (!word) return undefined;
    const cut = word.text.search(/=/);
    const value = cut >= 0 ? word.value?.slice(cut + 1) : positional[index + 1]?.value;
    const end = cut >= 0 ? word.at.end : (positional[index + 1]?.at.end ?? word.at.end);
    return isSecret(value) ? { at: { start: word.at.start, end }, by: `\`${name} ${texts[0]}\`` } : undefined;
  };
  const lastIs = (least: number): CommandSecret | undefined =>
    last && positional.length >= least && isSecret(last.value)
      ? { at: last.at, by: `\`${name} ${texts[0]}\`` }
      : undefined;
  switch (name) {
    case 'npm':
    case 'pnpm':
    case 'yarn':
      return is('config', 'set') || is('set')
        ? setting(/(:|^)_(authToken|auth|password)(=|$)|^npm(AuthToken|AuthIdent|RegistryServer.*AuthToken)$/)
        : undefined;
    case 'aws':
      return is('configure', 'set') ? setting(/(^|\.)aws_(secret_access_key|session_token)$/) : undefined;
    case 'composer':
      return is('config') &&
        texts.some((text) => /^(http-basic|github-oauth|gitlab-token|gitlab-oauth|bearer)\./.test(text))
        ? lastIs(3)
        : undefined;
    case 'poetry':
      return is('config') && texts.some((text) => /^(pypi-token|http-basic)\./.test(text))
        ? lastIs(3)
        : undefined;
    case 'bundle':
      return is('config') &&
        last?.value !== undefined &&
        givenIn(':', last.value) !== undefined &&
        !last.value.includes('://')
        ? { at: last.at, by: '`bundle config`' }
        : undefined;
    case 'snyk':
      return is('auth') ? lastIs(2) : undefined;
    case 'ngrok':
      return is('authtoken') || is('config', 'add-authtoken') ? lastIs(2) : undefined;
    case 'vault':
    case 'cargo':
      return is('login') ? lastIs(2) : undefined;
    case 'git': {
      const secret = positional.find(({ value }) => {
        const text = value ?? '';
        return (
          givenIn('header', text) !== undefined || isSecret(/\bpassword=([^\s;"']{4,200})/.exec(text)?.[1])
        );
      });
      return secret && is('config') ? { at: secret.at, by: '`git config`' } : undefined;
    }
    default:
      return undefined;
  }
}
