// Moved secrets beside compose-go: what it made of the file before it makes of it after, but for the secrets.
import { expect, it } from 'vitest';
import { type SecretCase, secretCases } from '../engine/compose-refactor/secret-cases.ts';
import { askCompose, type ComposeAnswer, type ComposeCase, composeOraclePath } from './compose.ts';

function caseOf({ what, around, files, path = 'compose.yaml' }: SecretCase, text: string): ComposeCase {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const made = Object.fromEntries(Object.entries(files).map(([name, value]) => [folder + name, value]));
  return { name: what, files: { ...around, ...made, [path]: text }, path };
}

/** The variables of a service as compose-go gives them. */
type Variables = Readonly<Record<string, string | null>>;

/** What the service gets by its secrets is put in the place of the variables that name files. */
function settingsIn(
  { project }: ComposeAnswer,
  name: string,
  files: Readonly<Record<string, string>>,
): Variables {
  const { environment = {}, secrets = [] } = project.services[name];
  const granted = new Set(secrets.map(({ source }: { source: string }) => source));
  return Object.fromEntries(
    Object.entries<string | null>(environment).map(([variable, value]) => {
      const secret = /^\/run\/secrets\/(.*)$/.exec(value ?? '')?.[1];
      if (secret === undefined || !variable.endsWith('_FILE')) return [variable, value];
      const file: string | undefined = granted.has(secret) ? project.secrets[secret].file : undefined;
      const path = Object.keys(files).find((one) => file?.endsWith(`/${one}`));
      return [variable.slice(0, -'_FILE'.length), path === undefined ? 'not granted' : files[path]!];
    }),
  );
}

it('loads the result, and each service gets the same values', (context) => {
  const program = composeOraclePath(context);
  const befores = askCompose(
    program,
    secretCases.map((one) => caseOf(one, one.before)),
  );
  const afters = askCompose(
    program,
    secretCases.map((one) => caseOf(one, one.after)),
  );
  for (const [index, { what, files }] of secretCases.entries()) {
    const [before, after] = [befores[index]!, afters[index]!];
    expect([what, before.error, after.error]).toEqual([what, '', '']);
    for (const [name, service] of Object.entries<Record<string, unknown>>(before.project.services)) {
      expect([what, name, settingsIn(after, name, files)]).toEqual([
        what,
        name,
        service['environment'] ?? {},
      ]);
      const apart = ({ environment: _, secrets: __, ...rest }: Record<string, unknown>) => rest;
      expect([what, apart(after.project.services[name])]).toEqual([what, apart(service)]);
    }
    expect([what, after.project.volumes, after.project.networks]).toEqual([
      what,
      before.project.volumes,
      before.project.networks,
    ]);
  }
});
