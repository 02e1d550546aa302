// A user is created, and the container runs as root all the same.
import { defineRule, type Example } from '../../define-rule.ts';
import { unprivilegedFixes } from '../../edits/run-unprivileged.ts';
import { accountSteps } from '../../model/account-steps.ts';
import { commandsOf } from '../../model/commands.ts';
import { isDevelopment } from '../../model/file-role.ts';
import type { Model } from '../../model/model.ts';
import { stepsDownItself } from '../../model/needs-root.ts';
import { keepsItsUser, startedWords } from '../../model/started.ts';
import { readPairs } from '../../parse/arguments.ts';

interface Data {
  readonly name: string;
}

/** Programs that run another one as the user they are given. */
const userChangers =
  /^(su|runuser|gosu|su-exec|setpriv|chpst|setuidgid|s6-setuidgid|sudo|doas|start-stop-daemon|chroot|capsh)$/;

export default defineRule<Data>({
  id: 'user-created-not-used',
  severity: 'information',
  profiles: ['recommended', 'hardened-images'],
  summary: 'A user is created, and the container runs as root all the same',
  why: 'The account protects from nothing as long as nothing runs as it.',
  sources: ['tally:user-created-but-never-used'],
  checksFixes: true,
  *check({ model }) {
    const stage = model.finalStage;
    if (!stage || isDevelopment(model) || stage.end.runsAsRoot !== true || stepsDownItself(model, stage))
      return;
    if (!keepsItsUser(model, stage)) return;
    const created = [...model.finalChain].reverse().flatMap((each) => [...accountSteps(model, each)]);
    if (created.length === 0) return;
    const { switched, words } = switchesOf(model);
    const reported = new Set<string>();
    for (const { account, instruction, before } of created) {
      const { name, word, kind } = account;
      if (kind !== 'add-user' || name === undefined || !word || account.id === 0 || reported.has(name))
        continue;
      if (stage.end.account(name) !== 'present' || before.tool(account.program).presence === 'absent')
        continue;
      if (switched.has(name) || (account.id !== undefined && switched.has(String(account.id)))) continue;
      if (words.has(name)) continue;
      reported.add(name);
      const by = stage.end.user?.by;
      yield {
        at: word.at,
        message: `\`${name}\` is created here, and the container runs as root. Add \`USER ${name}\` before CMD.`,
        related:
          by !== undefined && by !== 'image' && by !== instruction
            ? [{ at: by.head, message: 'This USER says root.' }]
            : [],
        data: { name },
      };
    }
  },
  *fix(problem, { model }) {
    const stage = model.finalStage;
    const by = stage?.end.user?.by;
    if (stage) yield* unprivilegedFixes(model, stage, by === 'image' ? undefined : by, problem.data!.name);
  },
});

/** Users that something in the shipped stages switches to, and every word of what the container starts. */
function switchesOf(model: Model): {
  readonly switched: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
} {
  const switched = new Set<string>();
  const words = new Set<string>();
  const stage = model.finalStage;
  for (const word of (stage && startedWords(model, stage)) ?? [])
    for (const part of word.split(/[\s=:,]+/, 200)) words.add(part);
  for (const { instructions, start } of model.finalChain) {
    if (instructions.some(({ keyword }) => keyword === 'ENV'))
      for (const value of start.env.values()) words.add(value ?? '');
    for (const instruction of instructions) {
      if (instruction.keyword === 'USER') switched.add(model.after(instruction).user?.name ?? '');
      if (instruction.keyword === 'ENV')
        for (const { name } of readPairs(instruction))
          words.add(model.after(instruction).env.get(name) ?? '');
      for (const { body } of instruction.heredocs) {
        if (instruction.keyword === 'RUN') break;
        for (const part of body.split(/[^\w-]+/, 5000)) words.add(part);
      }
      if (instruction.keyword !== 'RUN') continue;
      for (const { name, args, command } of commandsOf(model, instruction)) {
        const own = command.name?.value?.split('/').at(-1) ?? '';
        const given = userChangers.test(name ?? '') ? args : userChangers.test(own) ? command.args : [];
        for (const { text } of given) for (const part of text.split(/[=:]/, 10)) switched.add(part);
        // `mysql_install_db --user=mysql`, `echo "user app;" > server.conf`.
        for (const { text } of args) {
          if (text.startsWith('--user=')) switched.add(text.slice('--user='.length));
          if (/^(echo|printf|sed|tee)$/.test(name ?? ''))
            for (const part of text.split(/[^\w-]+/, 500)) words.add(part);
        }
      }
    }
  }
  return { switched, words };
}

export const docs = `
The rule speaks only where it is certain that nothing steps down to the account: the container starts a runtime such as \`node\`, \`python\`
or \`java\` directly. It is silent where an entrypoint script or another program may do so (\`gosu\`, \`su-exec\`, \`setpriv\`, s6), where a
step of the build uses the account, and where a setting or an argument names it.
`;

export const examples = [
  {
    bad: `FROM python:3.13-slim
RUN useradd --system --uid 10001 «app»
COPY app.py /app/
CMD ["python", "/app/app.py"]
`,
    fixed: `FROM python:3.13-slim
RUN useradd --system --uid 10001 app
COPY app.py /app/
USER app
CMD ["python", "/app/app.py"]
`,
  },
  {
    bad: `FROM eclipse-temurin:21-jre-alpine\nRUN adduser -S -D -H «app»\nCOPY app.jar /\nENTRYPOINT ["java", "-jar", "/app.jar"]\n`,
  },
  { good: `FROM python:3.13-slim\nRUN useradd app\nUSER app\nCMD ["python"]\n` },
  {
    good: `FROM python:3.13-slim\nRUN useradd app\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\n`,
    note: 'The script may step down.',
  },
  {
    good: `FROM python:3.13-slim\nRUN useradd app\nCMD ["supervisord"]\n`,
    note: 'A supervisor may start programs as it.',
  },
  {
    good: `FROM python:3.13-slim\nRUN useradd app && su app -c "pip install --user x"\nCMD ["python"]\n`,
    note: 'A step uses it.',
  },
  {
    good: `FROM python:3.13-slim\nRUN useradd app\nCMD ["python", "server.py", "--user=app"]\n`,
    note: 'The program is told to become it.',
  },
  {
    good: `FROM python:3.13-slim AS build\nRUN useradd app\nFROM python:3.13-slim\nCMD ["python"]\n`,
    note: 'A builder stage.',
  },
] satisfies Example[];
