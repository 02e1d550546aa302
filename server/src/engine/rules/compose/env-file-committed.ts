// An environment file with secrets that git takes.

import { takenByGit } from '../../compose/context.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { findTokens } from '../../model/secret-tokens.ts';
import { isGuessable, judgeSecret } from '../../model/secrets.ts';
import { valuesIn } from '../../service-facts/environment-files.ts';
import { isPlaceholder } from '../../service-facts/literal-secrets.ts';
import { isForTrial } from '../../service-facts/purpose.ts';

export default defineComposeRule<undefined>({
  id: 'env-file-committed',
  severity: 'warning',
  profiles: ['recommended', 'cis'],
  summary: 'An environment file with secrets is not ignored by git',
  why: 'Once it is pushed, everyone who can read the repository has the secrets, also after the file was removed again.',
  sources: [],
  *check({ project, context }) {
    const seen = new Set<string>();
    for (const service of project.services) {
      for (const { at, path, written } of service.envFiles) {
        if (path === undefined || at.file !== project.path || seen.has(path)) continue;
        seen.add(path);
        const values = takenByGit(context, path) === true ? valuesIn(context, path) : undefined;
        const names = values ? secretsIn(values, isForTrial(path) || isForTrial(project.path)) : [];
        if (names.length === 0) continue;
        const [first] = names;
        const more = names.length > 1 ? ` and ${names.length - 1} more` : '';
        yield {
          at,
          message: `\`${written ?? path}\` holds the value of \`${first}\`${more}, and no ignore file keeps it out of git. Add it to \`.gitignore\`, and change what was pushed already.`,
        };
      }
    }
  },
});

/** Names of the variables whose values are secrets. @param tokensOnly what is not known by its issuer's form is a stand-in */
function secretsIn(values: ReadonlyMap<string, string | undefined>, tokensOnly: boolean): string[] {
  const names: string[] = [];
  for (const [name, value] of values) {
    if (value === undefined || value === '') continue;
    const isToken = findTokens(value).some(({ weak }) => !weak);
    const isSecret =
      judgeSecret(name, value) === 'disclosed' && !isPlaceholder(value, name) && !isGuessable(value, name);
    if (isToken || (isSecret && !tokensOnly)) names.push(name);
  }
  return names;
}

export const docs = `
Looks at files that \`env_file\` names: the file is there, holds at least one value that is a secret (a token by its form, or a password by its
name that nobody guesses at once), the folder is a git repository, and no ignore file covers it. Files without secrets may well be committed. Templates and files
for development and tests (\`.env.example\`, \`dev.env\`) are silent unless they hold a real token. A file that git holds already stays there when an
ignore file is written: \`git rm --cached\` takes it out, and its secrets have to be changed.
`;

export const examples = [
  {
    bad: `services:\n  app:\n    image: corp/app:1\n    env_file: «app.env»\n`,
    files: { 'app.env': 'MODE=fast\nDB_PASSWORD=k9Xw27dTq\n', '.gitignore': 'node_modules\n' },
    fixed: false,
  },
  {
    good: `services:\n  app:\n    image: corp/app:1\n    env_file: app.env\n`,
    files: { 'app.env': 'DB_PASSWORD=k9Xw27dTq\n', '.gitignore': '*.env\n' },
  },
  {
    good: `services:\n  app:\n    image: corp/app:1\n    env_file: [app.env, db.env.example]\n`,
    files: {
      'app.env': 'MODE=fast\nDB_PASSWORD=changeme\n',
      'db.env.example': 'DB_PASSWORD=k9Xw27dTq\n',
      '.gitignore': 'node_modules\n',
    },
    note: 'No secrets; a template.',
  },
  {
    good: `services:\n  app:\n    image: corp/app:1\n    env_file: app.env\n`,
    files: { 'app.env': 'DB_PASSWORD=k9Xw27dTq\n' },
    note: 'No repository.',
  },
] satisfies Example[];
