// A password or token inside a URL.
import { defineRule, type Example, type Severity } from '../../define-rule.ts';
import { withoutSecretUrl } from '../../edits/forget-url.ts';
import { keptByGit } from '../../model/git-urls.ts';
import type { Model, Stage } from '../../model/model.ts';
import { type SecretUrl, secretUrls } from '../../model/secret-urls.ts';
import { isStandIn, judgeSecret } from '../../model/secrets.ts';
import type { Instruction } from '../../parse/syntax.ts';

interface Verdict {
  readonly severity: Severity;
  readonly message: string;
}

interface Data {
  readonly instruction: Instruction;
  readonly url: SecretUrl;
}

export default defineRule<Data>({
  id: 'secret-in-url',
  severity: 'error',
  profiles: ['recommended', 'cis', 'hardened-images'],
  summary: 'A URL holds a password or token',
  why: 'The URL is part of the file, of the history of the image, and of whatever the program that gets it writes down.',
  sources: ['cis:4.10'],
  checksFixes: true,
  *check({ model }) {
    for (const instruction of model.dockerfile.instructions) {
      for (const url of secretUrls(instruction)) {
        const stage = model.stageOf(instruction);
        const verdict =
          url.variable === undefined
            ? literal(url, instruction)
            : stage && held(model, stage, instruction, url, url.variable);
        if (verdict) yield { at: url.at, ...verdict, data: { instruction, url } };
      }
    }
  },
  *fix(problem, { model }) {
    const { instruction, url } = problem.data!;
    yield* withoutSecretUrl(model, instruction, url);
  },
});

function literal({ host, user }: SecretUrl, { keyword }: Instruction): Verdict {
  const whose = user ? `The password of \`${user}\` at \`${host}\`` : `A password or token for \`${host}\``;
  const advice =
    keyword === 'RUN' || keyword === 'ADD' || keyword === 'ARG'
      ? 'Use a secret mount instead.'
      : 'Pass it at run time, or mount it as a file.';
  // A name without a dot is known to one network only.
  const severity = /[.:[]/.test(host.replace(/:\d+$/, '')) || host.includes('$') ? 'error' : 'warning';
  return { severity, message: `${whose} stands in this URL, in clear. ${advice}` };
}

/** What becomes of a variable's value. Other rules report the ARG and the ENV by their names. */
function held(
  model: Model,
  stage: Stage,
  instruction: Instruction,
  url: SecretUrl,
  name: string,
): Verdict | undefined {
  if (!model.finalChain.includes(stage)) return undefined;
  const { env, args } = model.before(instruction);
  const known = env.has(name) ? env.get(name) : args.get(name);
  if (known !== undefined && known !== '' && isStandIn(known)) return undefined;
  const argument = args.has(name) && !env.has(name);
  switch (instruction.keyword) {
    case 'ENV':
    case 'LABEL':
      if (!argument || known) return undefined;
      return {
        severity: 'error',
        message: `${instruction.keyword} keeps this URL with the value of the build argument \`${name}\` in the image for good. Use a secret mount for the build, and pass it at run time.`,
      };
    case 'ADD':
      if (!argument || url.inHeredoc) return undefined;
      return {
        severity: 'warning',
        message: `The history of the image keeps this URL with the value of the build argument \`${name}\`. Download it in a RUN with a secret mount.`,
      };
    case 'RUN': {
      const keeper = keptByGit(model, instruction, url.at);
      if (keeper)
        return {
          severity: 'warning',
          message: `\`${keeper.command}\` writes the value of \`${name}\` into ${keeper.file}, which stays in this layer. Remove it in the same RUN, or let git ask a credential helper.`,
        };
      if (!argument || judgeSecret(name, undefined) !== 'no') return undefined;
      return {
        severity: 'warning',
        message: `The history of the image keeps the value of the build argument \`${name}\`, which is the credential of this URL. Use a secret mount instead.`,
      };
    }
    default:
      return undefined;
  }
}

export const docs = `
A literal password or token before the \`@\` is an error wherever it stands (ENV, ARG, RUN, ADD, LABEL, CMD), and a warning for a host without a
dot, such as \`db\`. Loopback, \`example.com\` and stand-ins (\`user:pass@\`, \`postgres:postgres@\`) are no findings.
A variable is judged by what becomes of its value. In a shipped stage ENV and LABEL keep it for good, the history keeps the URL of ADD and every
build argument of a RUN, and \`git clone\`, \`git remote\` and \`git config\` write it into a file, also when it came from a secret mount. A build
argument with a telling name is reported by secret-in-arg.
`;

export const examples = [
  {
    bad: `FROM debian:12\nRUN git clone https://«bob:k9Xw27dTq»@git.corp.io/a.git /a\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN --mount=type=secret,id=git_corp_io_password,env=GIT_CORP_IO_PASSWORD git clone https://bob:"\${GIT_CORP_IO_PASSWORD}"@git.corp.io/a.git /a && git -C /a remote set-url origin https://git.corp.io/a.git\nUSER 10001\n`,
  },
  {
    bad: `FROM python:3.12-slim\nENV PIP_INDEX_URL=https://«ci:k9Xw27dTq»@pypi.corp.io/simple\nRUN pip install --no-cache-dir a==1\nUSER 10001\n`,
    title: 'Read PIP_INDEX_URL from a secret mount',
    fixed: `FROM python:3.12-slim\nRUN --mount=type=secret,id=pip_index_url,env=PIP_INDEX_URL pip install --no-cache-dir a==1\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nENV DATABASE_URL="postgres://«app:k9Xw27dTq»@db.corp.io:5432/app"\nUSER 10001\n`,
    fixed: `FROM debian:12\nUSER 10001\n`,
  },
  { bad: `FROM debian:12\nADD https://«ci:k9Xw27dTq»@nexus.corp.io/a.tgz /opt/\nUSER 10001\n`, fixed: false },
  { bad: `FROM debian:12\nCMD ["./worker", "amqp://«app:k9Xw27dTq»@mq.corp.io/"]\n` },
  {
    bad: `FROM debian:12\nARG GITHUB_TOKEN\nRUN git clone https://«$GITHUB_TOKEN»@github.com/corp/a.git /a\nUSER 10001\n`,
    fixed: `FROM debian:12\nARG GITHUB_TOKEN\nRUN git clone https://$GITHUB_TOKEN@github.com/corp/a.git /a && git -C /a remote set-url origin https://github.com/corp/a.git\nUSER 10001\n`,
    note: 'The clone keeps the URL.',
  },
  {
    bad: `FROM python:3.12-slim\nARG PIP_LOGIN\nRUN pip install --index-url https://«ci:\${PIP_LOGIN}»@pypi.corp.io/simple a==1\nUSER 10001\n`,
    fixed: `FROM python:3.12-slim\nRUN --mount=type=secret,id=pip_login,env=PIP_LOGIN pip install --index-url https://ci:\${PIP_LOGIN}@pypi.corp.io/simple a==1\nUSER 10001\n`,
  },
  {
    bad: `FROM python:3.12-slim\nARG INDEX_TOKEN\nENV PIP_INDEX_URL=https://«ci:$INDEX_TOKEN»@pypi.corp.io/simple\nUSER 10001\n`,
  },
  {
    bad: `FROM golang:1.25\nRUN --mount=type=secret,id=t git config --global url."https://«x-access-token:$(cat /run/secrets/t)»@github.com/".insteadOf "https://github.com/" && go mod download\nUSER 10001\n`,
    note: 'The secret was mounted, and then written into the layer.',
  },
  {
    bad: `FROM golang:1.25\nARG GH_TOKEN\nRUN git config --global url."https://«\${GH_TOKEN}:x-oauth-basic»@github.com/".insteadOf "https://github.com/"\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12\nENV DATABASE_URL=postgres://postgres:postgres@db:5432/app REDIS_URL=redis://:k9Xw27dTq@localhost:6379\nUSER 10001\n`,
    note: 'A stand-in; loopback.',
  },
  { good: `FROM debian:12\nRUN git clone ssh://git@github.com/corp/a.git /a\nUSER 10001\n` },
  {
    good: `FROM debian:12\nRUN --mount=type=secret,id=t,env=TOKEN git clone https://$TOKEN@github.com/corp/a.git /a && rm -rf /a/.git\nUSER 10001\n`,
    note: 'Nothing of it stays.',
  },
  {
    good: `FROM debian:12 AS source\nRUN --mount=type=secret,id=t,env=TOKEN git clone https://$TOKEN@github.com/corp/a.git /a\nFROM debian:12\nCOPY --from=source /a/bin /a\nUSER 10001\n`,
    note: 'The clone is not shipped.',
  },
  {
    good: `FROM debian:12\nENV SENTRY_DSN=https://5f2c9a81d0e34b67a8c1@o12.ingest.sentry.io/34\nUSER 10001\n`,
    note: 'A public key.',
  },
  {
    good: `FROM debian:12\nCMD ./worker "amqp://app:$MQ_PASSWORD@mq.corp.io/"\n`,
    note: 'Known at run time only.',
  },
] satisfies Example[];
