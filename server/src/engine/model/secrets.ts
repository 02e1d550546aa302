// Which names and values are secrets.

/** Words in a variable's name that say its value is a secret. */
const secretName =
  /(^|_)(password|passwd|passphrase|pass|pwd|secret|secrets|token|apikey|api_key|access_key|secret_key|private_key|signing_key|encryption_key|auth_key|master_key|credential|credentials|creds|auth|jwt)(_|$)/i;

/** Names that match but hold something public, a place, a switch or a size. */
const harmlessName =
  /(_FILE|_PATH|_DIR|_URL|_URI|_HOST|_PORT|_USER|_USERNAME|_ID|_NAME|_LENGTH|_SIZE|_TTL|_TIMEOUT|_EXPIRY|_EXPIRES_IN|_EXPIRATION|_ALGORITHM|_ALG|_TYPE|_METHOD|_ENABLED|_DISABLED|_REQUIRED|_ISSUER|_AUDIENCE|_ENDPOINT|_SERVER|_MODE|_POLICY|_HEADER|_PREFIX|_COUNT|_LIMIT|_SOCK|_KEYS_URL|_STORE|_PROVIDER|_BACKEND|_PLUGIN|_VERSION|_ALGO|_HASHERS?|_REF|_LIFETIME|_MANAGER|_REALM|_SCOPES?|_CLASS|_CLASSES|(PROXY|UWSGI|FASTCGI|SCGI|GRPC)_PASS)$|PUBLIC|^TOKENIZERS_|^GPG_KEY|^GOPRIVATE$|^GONOSUMDB$|^SSH_AUTH_SOCK$|^(OLD)?PWD$|^NO_AUTH|_TOKENS$|^(ENABLE|DISABLE|USE|SKIP|REQUIRE|MAX|MIN|NUM|HAS|IS|ALLOW)_|^npm_config_always_auth$/i;

/** Values that stand for "no secret here". */
const harmlessValue =
  /^(|.*(dummy|placeholder|changeme|change[-_]me|not[-_]?a?[-_]?(real|secret)|build[-_]?only).*|basic|digest|bearer|ldap|oauth2?|oidc|saml|jwt|local|internal|token|disabled|enabled|\{\{.*\}\}|%.*%|@.*@|true|false|yes|no|on|off|none|null|nil|undefined|fake|test|testing|example|change[-_]this.*|todo|tbd|xxx+|\*+|\.+|-+|your[-_ ].*|<.*>|\[.*\]|unset|replace[-_]?me.*|insecure|\d{1,5}|[a-z]+:\/\/[^@\s]*)$/i;

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
  if (!secretName.test(splitCamel(name)) || harmlessName.test(name)) return 'no';
  if (value === undefined) return 'expected';
  if (harmlessValue.test(value.trim()) || value.startsWith('/') || value.startsWith('./')) return 'no';
  if (/^\$\{?\w+\}?$/.test(value)) return 'expected';
  if (value.includes('$')) return 'no';
  return 'disclosed';
}

function splitCamel(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1_$2').replace(/[.-]/g, '_');
}
