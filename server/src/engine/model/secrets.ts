// Which names and values are secrets.

/** Words in a variable's name that say its value is a secret. */
const secretName =
  /(^|_)(pass|psw|pwd|secret|secrets|token|apikey|api_key|access_key|secret_?key|private_key|signing_key|encryption_key|auth_key|master_key|credential|credentials|creds?|auth|jwt|(github|gitlab|git|gh|azure|ado)_pat|(root|db|ssh|admin|user|mysql|pg|redis|smtp|mail|ftp)pass|(auth|access|api|bot)token)(_|$)|(password|passwd|passphrase)(_|$)/i;

/** A name that may be a secret's: the value decides. */
const keyName = /(^|_)key$/i;

/** Names that match but hold something public, a place, a switch or a size. */
const harmlessName =
  /(_FILE|_PATH|_DIR|_URL|_URI|_HOST|_PORT|_USER|_USERNAME|_ID|_NAME|_LENGTH|_SIZE|_TTL|_TIMEOUT|_EXPIRY|_EXPIRES?(_\w{1,20})?|_EXPIRATION(_\w{1,20})?|_MINUTES|_SECONDS|_HOURS|_DAYS|_ALGORITHM|_ALG|_TYPE|_METHOD|_ENABLED|_DISABLED|_REQUIRED|_ISSUER|_AUDIENCE|_ENDPOINT|_SERVER|_MODE|_POLICY|_HEADER|_PREFIX|_COUNT|_LIMIT|_SOCK|_KEYS_URL|_STORE|_PROVIDER|_BACKEND|_PLUGIN|_VERSION|_ALGO|_HASHERS?|_REF|_LIFETIME|_MANAGER|_REALM|_SCOPES?|_CLASS|_CLASSES|_ROLES?|_GROUPS?|_ORG|_LEVEL|_DOMAINS?|(PROXY|UWSGI|FASTCGI|SCGI|GRPC)_PASS)$|PUBLIC|PUBLISHABLE|_ANON_KEY$|^TOKENIZERS_|^GPG_KEY|^GOPRIVATE$|^GONOSUMDB$|^SSH_AUTH_SOCK$|^(OLD)?PWD$|^NO_AUTH|_TOKENS$|^(ENABLE|DISABLE|INSTALL|USE|SKIP|REQUIRE|MAX|MIN|NUM|HAS|IS|ALLOW)_|^npm_config_always_auth$/i;

const bundled = /^(VITE|REACT_APP|VUE_APP|GATSBY|NG_APP|EXPO_PUBLIC)_/;

/** Values that stand for "no secret here". */
const harmlessValue =
  /^(|.*(dummy|placeholder|changeme|change[-_]me|not[-_]?a?[-_]?(real|secret)|build[-_]?(only|key|secret|time)).*|basic|digest|bearer|ldap|oauth2?|oidc|saml|jwt|local|internal|token|disabled|enabled|\{.*\}|%.*%|@.*@|true|false|yes|no|on|off|none|null|nil|undefined|fake|test|testing|example|change[-_]this.*|todo|tbd|xxx+|\*+|\.+|-+|your.*|<.*>|\[.*\]|unset|replace[-_]?me.*|insecure|\d{1,5}|[a-z][a-z0-9+.-]*:\/\/.*)$/i;

/** Passwords that guard nothing: documentation, defaults and tests are full of them. */
const guessable =
  /^(admin|administrator|root|toor|user|username|postgres|postgresql|mysql|mariadb|mongo|redis|rabbitmq|guest|pass|passwd|password\d{0,4}|passw0rd|p@ssw0rd|qwerty|letmein|secret|change-?it|my-?secret(-?pw|password)?|supersecret|123456\d*|admin\d{1,4}|root\d{1,4}|default|demo|docker|app|foo|bar|foobar|sa|pw|pwd|tmp|temp|token|apikey|key|my[-_]?(token|password|secret|key|api[-_]?key)|(some|the|test|aws|secret|access|api|auth|private|super)[-_]?(secret|access|api)?[-_]?(token|password|pass|secret|key)|root[-_]?pass(word)?|\w{0,20}[-_]?(goes[-_]?)?here)$/i;

/** Everybody's first guess: `admin`, `postgres`, `password`, or a part of the variable's own name. */
export function isGuessable(value: string, name = ''): boolean {
  return guessable.test(value) || (value !== '' && name.toLowerCase().includes(value.toLowerCase()));
}

/** Not a secret at all (a stand-in, a switch, a place), or one that guards nothing. A value with `$` is neither. */
export function isStandIn(value: string): boolean {
  const bare = value.trim();
  return (
    bare.length < 4 ||
    harmlessValue.test(bare) ||
    isGuessable(bare) ||
    /example|sample|xxxx|\.\.\./i.test(bare)
  );
}

/** The number of a key as GnuPG shows it: public. */
const fingerprint = /^(0x)?([0-9A-F]{8}|[0-9A-F]{16}|([0-9A-F]{4} {0,2}){10})$/;

/** Letters of both cases and digits without words between them: nobody typed it. */
function looksRandom(value: string): boolean {
  return (
    value.length >= 24 &&
    value.length <= 512 &&
    /^[A-Za-z0-9+/=_-]+$/.test(value) &&
    /[a-z]/.test(value) &&
    /[A-Z]/.test(value) &&
    /[0-9]/.test(value) &&
    entropy(value) >= 3.8
  );
}

/** Shannon's entropy in bits for each character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** What a name and a literal value say together. */
export type SecretVerdict =
  /** The value is in the file: whoever has the image, or the file, has it. */
  | 'disclosed'
  /** The name says that a secret is meant to come in here. */
  | 'expected'
  | 'no';

/**
 * Judges a variable.
 * @param value the literal after quote removal; undefined where none is given; a value with `$` is not literal
 */
export function judgeSecret(name: string, value: string | undefined): SecretVerdict {
  if (harmlessName.test(name)) return 'no';
  const words = splitCamel(name);
  if (!secretName.test(words)) {
    const key = value !== undefined && keyName.test(words) && looksRandom(value.replace(/^base64:/, ''));
    return key && !isStandIn(value) ? 'disclosed' : 'no';
  }
  // What a front end is built with is shipped to every browser, and so is meant to be public.
  if (bundled.test(name) && (value === undefined || value.startsWith('$'))) return 'no';
  if (value === undefined) return 'expected';
  if (/key/i.test(name) && fingerprint.test(value)) return 'no';
  if (harmlessValue.test(value.trim()) || value.startsWith('/') || value.startsWith('./')) return 'no';
  if (/^\$\{?\w+\}?$/.test(value)) return 'expected';
  if (value.includes('$')) return 'no';
  return 'disclosed';
}

function splitCamel(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1_$2').replace(/[.-]/g, '_');
}
