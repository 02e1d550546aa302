// The values in a service's `environment` that are secrets, written in clear.
import type { ComposeService, ComposeVariable } from '../compose/project.ts';
import { findTokens, type SecretToken } from '../model/secret-tokens.ts';
import { isGuessable, judgeSecret } from '../model/secrets.ts';
import type { Place } from '../parse/yaml/tree.ts';
import type { ServerImage } from '../servers/server-facts.ts';

/** One secret that stands in the file. */
export interface LiteralSecret {
  readonly variable: ComposeVariable;
  /** Where the value stands. */
  readonly at: Place;
  /** The secret itself; never to be shown. */
  readonly value: string;
  /**
   * `token`: known by its issuer's form. `default`: what `${NAME:-value}` falls back to. `guessable`: everybody's first guess.
   */
  readonly kind: 'token' | 'default' | 'guessable' | 'plain';
  readonly token?: SecretToken;
}

/** The literal secrets of a service, in the order of its environment. */
export function literalSecrets(service: ComposeService, server: ServerImage | undefined): LiteralSecret[] {
  const known = knownNames(service);
  return service.environment.flatMap((variable) => literalSecret(variable, server, known) ?? []);
}

/** What stands beside the secret in clear anyway: users, databases, the service, the image. */
function knownNames({ name, image, environment }: ComposeService): ReadonlySet<string> {
  const names = [name, /([^/:@]+)(?::[^/]*)?(?:@.*)?$/.exec(image?.text ?? '')?.[1] ?? ''];
  for (const { name: variable, value } of environment)
    if (typeof value === 'string' && judgeSecret(variable, value) === 'no') names.push(value);
  return new Set(names.map((one) => one.toLowerCase()).filter((one) => one.length <= 40));
}

function literalSecret(
  variable: ComposeVariable,
  server: ServerImage | undefined,
  known: ReadonlySet<string>,
): LiteralSecret | undefined {
  const { valueAt: at, node } = variable;
  if (at === undefined || node.kind !== 'scalar') return undefined;
  const fallback = variable.isInterpolated ? defaultOf(writtenValue(variable)) : undefined;
  const value = variable.isInterpolated ? fallback : variable.value;
  if (value === undefined || value === null || value === '') return undefined;
  const [token] = findTokens(value);
  if (token !== undefined) return { variable, at, value, kind: 'token', token };
  // A variable of the server that holds a secret whatever its name says is judged as a password is.
  const name = server?.secretVariables?.includes(variable.name) ? 'PASSWORD' : variable.name;
  // Variables are put in already: a `$` that is left is a letter.
  const literal = value.replaceAll('$', 'S');
  if (isHash(value) || judgeSecret(name, literal) !== 'disclosed' || isPlaceholder(value, variable.name))
    return undefined;
  if (fallback !== undefined) return { variable, at, value, kind: 'default' };
  const isGuess =
    isGuessable(literal, variable.name) || commonGuess.test(value) || known.has(value.toLowerCase());
  return { variable, at, value, kind: isGuess ? 'guessable' : 'plain' };
}

/** The first words of every list of passwords, with numbers and signs behind them. */
const commonGuess =
  /^(admin|root|user|test|pass|passwd|password|secret|postgres|mysql|qwerty|asdf|abcd?)[\W_]?\d{0,8}[!@#]?$/i;

/** The value as it is written, variables not put in. */
export function writtenValue({ node, form }: ComposeVariable): string {
  if (node.kind !== 'scalar') return '';
  const { written } = node;
  return form === 'map' ? written : written.slice(written.indexOf('=') + 1);
}

/** What `${NAME:-value}` falls back to, where the value is nothing else; undefined where that is no plain text. */
function defaultOf(written: string): string | undefined {
  const value = /^\$\{[A-Za-z_]\w*:?-([^${}]+)\}$/.exec(written)?.[1];
  return /^(""|'')$/.test(value ?? '') ? undefined : value;
}

/** Words of those who write examples: what has to be replaced before it guards anything. */
const placeholder =
  /example|sample|placeholder|change|replace|insert|provided|0{8}|long[-_ ](and[-_ ]random|long)|random[-_ ](string|key|value)|enter[-_ ]|fill[-_ ]|todo|fixme|dummy|redacted|hidden|secure[-_]?password|(your|some|any)[-_ ]?(very[-_ ]?)?(own|secure|secret|random|long|strong|password|key|token)|xxxx|\.\.\.|<|\*\*\*/i;

/** What is left of a password to compare with: crypt's and argon2's forms, LDAP's. */
function isHash(value: string): boolean {
  return /^(?:[\w.@-]+:)?(?:\$(?:\d\w?|apr1|argon2\w{0,2}|scrypt|y|pbkdf2[\w-]*)\$|\{(?:SSHA|SHA|MD5|CRYPT|ARGON2)\w*\})/.test(
    value,
  );
}

/** The last word of the name says what the value is: `JWT_STORAGE` holds no token. A number or `BASE` may follow. */
const endsInSecret =
  /(pass|psw|pwd|pw|password|passwd|passphrase|secrets?|tokens?|apikey|key|keybase|cred|creds|auth|pat|jwt|salt|pepper|hash|iv)(_?\d+|_?base|_?value|_?string)?$/i;

/** A stand-in for a secret, or the name of one. */
export function isPlaceholder(value: string, name: string): boolean {
  if (placeholder.test(value)) return true;
  // `POSTGRES_PASSWORD`, `__DB_PASS__`: a name in capitals that a deployment puts a value in for.
  if (/^_*[A-Z][A-Z]+(_+[A-Z]+)*_*$/.test(value)) return true;
  // The name that goes with the secret key.
  if (/(^|_)ACCESS_KEY(_ID)?$/.test(name) && !name.includes('SECRET')) return true;
  // Confluent's images name a file in the folder of secrets here.
  if (/_(KEYSTORE|TRUSTSTORE|KEY)_CREDENTIALS$/.test(name)) return true;
  // The name of a secret that is kept elsewhere: `prod/db-password`, `projects/a/secrets/b`, an ARN.
  if (/^(arn:|projects\/|vault:|op:\/\/|ssm:|secretsmanager:|file:)/i.test(value)) return true;
  if (!endsInSecret.test(name) && !/^(?=.*\d)(?=.*[a-z]).{12,}$/i.test(value)) return true;
  // `required`, `plain`: how to authenticate, not with what.
  if (/(^|_)auth$/i.test(name) && !/redis/i.test(name) && /^[a-z-]+$/i.test(value)) return true;
  // A command or a sentence.
  if (/\s/.test(value.trim()) && !/[0-9!@#$%^&*]/.test(value)) return true;
  return (
    /_(KEY|TOKEN|SECRET)$/i.test(name) &&
    /^[a-z]+([-_/][a-z]+)+[-_](secret|key|token|password)s?$/.test(value)
  );
}
