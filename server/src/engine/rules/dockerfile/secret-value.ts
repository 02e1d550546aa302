// A secret that is known by its form, anywhere in the file.
import { defineRule, type Example } from '../../define-rule.ts';
import { reportedElsewhere } from '../../model/secret-places.ts';
import { findTokens } from '../../model/secret-tokens.ts';

export default defineRule({
  id: 'secret-value',
  severity: 'error',
  profiles: ['recommended', 'cis', 'hardened-images'],
  summary: 'A token or private key stands in the file',
  why: 'Whoever reads the file, its repository or the history of the image has the secret.',
  sources: ['cis:4.10'],
  *check({ model, context }) {
    const tokens = findTokens(model.dockerfile.text);
    if (tokens.length === 0) return;
    const reported = reportedElsewhere(model);
    const today = context.today === undefined ? undefined : Date.parse(context.today) / 1000;
    for (const { kind, shown, start, end, weak, expires } of tokens) {
      if (reported.some((span) => span.start < end && start < span.end)) continue;
      if (expires !== undefined && today !== undefined && expires < today) continue;
      yield {
        at: { start, end },
        ...(weak ? { severity: 'warning' as const } : {}),
        message: `This is ${kind} (\`${shown}\`), in clear. Revoke it, and give it to the build through a secret mount or to the container at run time.`,
      };
    }
  },
});

export const docs = `
Found by the forms that the issuers document: GitHub, GitLab, npm, PyPI, Slack, Stripe, SendGrid, Google, Azure, AWS, Hugging Face and
others, signed tokens (JWT) and private keys with their key material. GitHub's and npm's tokens carry a checksum, which is computed; the
others have to look random, so samples such as \`AKIAIOSFODNN7EXAMPLE\` are no findings. A message never shows the secret.
An access key id, a Google API key and a signed token are warnings: some of them are made to be public.
A value that stands in ENV, ARG, a URL or a command is reported by the rule for that place.
`;

export const examples = [
  {
    bad: `FROM debian:12\nRUN ./login «glpat-Zx8Tq2Lw9Rb4Ks7Vn3Hd»\nUSER 10001\n`,
    fixed: false,
  },
  {
    bad: `FROM debian:12\nLABEL deploy="«dop_v1_b7d03a6947b217efb6f3ec3bd3504582e4d9c1a07f5b26e83940dcab7fe91652»"\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\n# was: «dckr_pat_Qm4zT7cXw2LrV9bNs8KyHd3Fg1J»\nUSER 10001\n`,
    note: 'A comment is read by everyone who has the file.',
  },
  {
    bad: `FROM debian:12\nCOPY <<EOF /etc/tls.key\n«-----BEGIN PRIVATE KEY-----»\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDK7dQh2s9mPpXw\n-----END PRIVATE KEY-----\nEOF\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12\nRUN ./login AKIAIOSFODNN7EXAMPLE\nUSER 10001\n`,
    note: 'The sample of the documentation.',
  },
  {
    good: `FROM debian:12\nRUN ./login ghp_abcdefghijklmnopqrstuvwxyz0123456789\nUSER 10001\n`,
    note: 'Its checksum is wrong: no one was ever given this token.',
  },
  {
    good: `FROM debian:12\nRUN if grep -q -- "-----BEGIN PRIVATE KEY-----" /etc/ssl/a.pem; then exit 1; fi\nUSER 10001\n`,
    note: 'It looks for a key.',
  },
  {
    good: `FROM debian:12\nENV GITLAB_TOKEN=glpat-Zx8Tq2Lw9Rb4Ks7Vn3Hd\nUSER 10001\n`,
    note: 'secret-in-env reports it.',
  },
] satisfies Example[];
