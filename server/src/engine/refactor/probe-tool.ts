// The program that the health check calls, where the image of the build has it and that of the runtime has not.
import { commandsOf } from '../model/commands.ts';
import type { Piece, RuntimeChoice, SplitInput } from './plan.ts';

/**
 * Installs it, where the runtime image has Debian's package manager: there is no other program to probe with. Where BusyBox has a `wget`
 * the rules' own fix is better, and where there is no package manager the probe cannot work.
 */
export function probeTool({ model, stage }: SplitInput, { facts }: RuntimeChoice): Piece[] {
  const check = stage.end.healthcheck;
  if (!check || check.by === 'image' || facts.packageManager !== 'apt') return [];
  const names = new Set(commandsOf(model, check.by).map(({ name }) => name));
  for (const word of check.argv ?? []) names.add(word);
  const missing = ['curl', 'wget'].filter((tool) => names.has(tool) && facts.tools[tool] === false);
  // Where the file installs it, the runtime gets the package anyway.
  const wanted = missing.filter((tool) => !stage.end.packages.has(tool));
  return wanted.map((tool) => ({
    kind: 'added',
    text: [
      'RUN apt-get update',
      `    && apt-get install -y --no-install-recommends ${tool}`,
      '    && rm -rf /var/lib/apt/lists/*',
    ].join(' \\\n'),
    why: `The health check calls \`${tool}\`, which the image of the build has and this one has not.`,
  }));
}
