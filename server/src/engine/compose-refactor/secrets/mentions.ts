// Where else a secret that moves is used: what the user has to look at.
import type { ComposeProject, ComposeService } from '../../compose/project.ts';
import { isGuessable, judgeSecret } from '../../model/secrets.ts';
import type { YamlNode, YamlScalar } from '../../parse/yaml/tree.ts';
import type { Change } from '../../refactor/refactoring.ts';
import { writtenValue } from '../../service-facts/literal-secrets.ts';
import type { MovableSecret } from './movable.ts';

/** One sentence for each place in the project that still needs the value, or the variable that is gone. */
export function mentionsOf(project: ComposeProject, moved: readonly MovableSecret[]): Change[] {
  const changes: Change[] = [];
  for (const service of project.services) {
    const mine = moved.filter((one) => one.service === service);
    for (const variable of service.environment) {
      if (moved.some(({ secret }) => secret.variable === variable)) continue;
      const text = variable.value ?? writtenValue(variable);
      const { name } = variable;
      if (moved.some(({ secret }) => holds(text, secret.value, name)))
        changes.push({
          kind: 'check',
          what: `\`${name}\` of \`${service.name}\` still holds the same secret in clear: let the program read it from the secret too, or take it from the environment.`,
          at: variable.nameAt,
        });
    }
    for (const key of ['command', 'entrypoint', 'healthcheck']) {
      for (const scalar of scalarsIn(service.get(key))) {
        const text = scalar.text ?? scalar.written;
        const reader = mine.find(({ secret }) => reads(text, secret.variable.name));
        if (reader)
          changes.push({
            kind: 'check',
            what: `\`${key}\` of \`${service.name}\` reads \`$${reader.secret.variable.name}\`, which is not set any more: let it read the file that \`$${reader.byFile}\` names.`,
            at: scalar.at,
          });
        else if (moved.some(({ secret }) => holds(text, secret.value, 'command')))
          changes.push({
            kind: 'check',
            what: `\`${key}\` of \`${service.name}\` still holds the same secret in clear.`,
            at: scalar.at,
          });
      }
    }
  }
  return changes;
}

/** The value itself, or inside a URL; a value that everyone guesses says nothing by standing somewhere else. */
function holds(text: string, secret: string, name: string): boolean {
  if (text === secret) return judgeSecret(name, text) === 'disclosed';
  if (text.includes(`:${secret}@`)) return true;
  return secret.length >= 8 && !isGuessable(secret) && text.includes(secret);
}

function reads(text: string, name: string): boolean {
  if (!/^\w{1,200}$/.test(name)) return false;
  return new RegExp(`\\$\\{?${name}\\b`).test(text);
}

function* scalarsIn(root: YamlNode | undefined): Iterable<YamlScalar> {
  const open = root === undefined ? [] : [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === 'scalar') yield node;
    else if (node.kind === 'list') for (const item of node.items) open.push(item);
    else for (const { value } of node.entries) open.push(value);
  }
}

/** Services whose image is built from the folder in which the secrets will lie, so that a \`COPY\` could take them along. */
export function buildsFrom(project: ComposeProject, folder: string): readonly ComposeService[] {
  return project.services.filter(({ build }) => {
    const context = build?.context;
    if (context === undefined) return false;
    const clean = context === '.' ? '' : context;
    return clean === '' || folder === clean || folder.startsWith(`${clean}/`);
  });
}
