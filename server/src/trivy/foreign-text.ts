// Makes text of other programs fit to be shown: control characters replaced, secrets masked, length bounded.

const escapeSequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
/** Control, direction-changing and invisible characters; line breaks and tabs stay. */
const invisible = /[^\P{Cc}\n\t]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const secretPatterns: readonly (readonly [RegExp, string])[] = [
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*:[^\s/@]*@/gi, '$1***@'],
  [
    /\b(authorization|x-registry-auth|trivy-token)(["']?\s*[:=]\s*["']?)(?:(?:bearer|basic)\s+)?[^\s"',]+/gi,
    '$1$2***',
  ],
  // Docker's config.json: name and password in base64, or a token.
  [/(["']?\b(?:auth|identitytoken|registrytoken)["']?\s*:\s*["'])[^"']+/gi, '$1***'],
  [/\b(bearer|basic)\s+[\w.~+/-]{8,}=*/gi, '$1 ***'],
  [
    /\b([\w-]*(?:password|passwd|secret|token|api[_-]?key|access[_-]?key|credential)[\w-]*)(["']?\s*[=:]\s*["']?)[^\s"',;&]+/gi,
    '$1$2***',
  ],
  [
    /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|dckr_pat_[\w-]{16,}|A[KS]IA[A-Z0-9]{16})/g,
    '***',
  ],
  [/\beyJ[\w-]{10,}\.[\w-]{10,}(?:\.[\w-]*)?/g, '***'],
];

/**
 * Plain text without anything that could steer a terminal, reorder a line or show a secret.
 * @param secrets values that are masked wherever they stand (tokens that were given to the program)
 */
export function cleanForeignText(text: string, secrets: readonly string[] = []): string {
  let clean = text.replace(escapeSequences, '').replace(/\r\n?/g, '\n').replace(invisible, '�');
  for (const secret of secrets) {
    if (secret.length >= 4) clean = clean.replaceAll(secret, '***');
  }
  for (const [pattern, masked] of secretPatterns) clean = clean.replace(pattern, masked);
  return clean;
}

/** One line of foreign text, at most `limit` UTF-16 units long. */
export function foreignLine(text: string, limit: number): string {
  const line = text
    .slice(0, limit * 4)
    .replace(/\s+/g, ' ')
    .replace(invisible, '�')
    .trim();
  return line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
}
