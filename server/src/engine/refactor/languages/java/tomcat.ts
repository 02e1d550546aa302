// A servlet container: the image itself is the runtime, and gets the archives that the build puts into it.
import type { Instruction } from '../../../parse/syntax.ts';
import { lastPart } from '../../../text/paths.ts';
import { type RuntimeChoice, type SplitInput, SplitRefusal } from '../../plan.ts';
import { directoriesOf, isWithin, type StageFiles } from '../../stage-files.ts';
import type { Step } from '../../steps.ts';
import type { Needed } from './needs.ts';

/** Source: the Dockerfiles of docker-library/tomcat. */
const home = '/usr/local/tomcat';

/** The stage is built on Tomcat's image and starts Tomcat. */
export function isTomcat({ base, stage }: SplitInput): boolean {
  if (base.reference.repository !== 'library/tomcat') return false;
  const { entrypoint, cmd } = stage.end;
  if (entrypoint !== undefined && entrypoint.by !== 'image' && entrypoint.argv?.length !== 0) return false;
  const [program, ...rest] =
    cmd === undefined || cmd.by === 'image' ? ['catalina.sh', 'run'] : (cmd.argv ?? []);
  return lastPart(program ?? '') === 'catalina.sh' && rest.join(' ') === 'run';
}

/**
 * What the steps of the stage put into Tomcat's folders.
 * @throws SplitRefusal where that cannot be told, or where they take something away there
 */
export function deployed(files: StageFiles, steps: ReadonlyMap<Instruction, Step>): Needed[] {
  const found: Needed[] = [];
  for (const [instruction, { parts }] of steps) {
    const directories = directoriesOf(
      parts.map(({ command }) => command),
      files,
      instruction,
    );
    for (const { kind, command } of parts) {
      if (!/^(files|cleaning|unknown)$/.test(kind)) continue;
      const words = command.args.filter(({ text }) => !text.startsWith('-'));
      const paths = words.map((word) => files.path(word, instruction, directories.get(command)));
      const target = paths.at(-1);
      const touches = paths.some((path) => path !== undefined && path !== home && isWithin(home, path));
      if (!touches) continue;
      if (!/^(cp|mv)$/.test(command.name ?? '') || target === undefined || !isWithin(home, target))
        throw new SplitRefusal(
          `What \`${command.name ?? 'this command'}\` changes in \`${home}\` cannot be told from the file.`,
          'files needed are not known',
          command.command.at,
        );
      const isFolder = words.at(-1)!.text.endsWith('/') || lastPart(target) === 'webapps' || words.length > 2;
      for (const word of words.slice(0, -1)) {
        const name = lastPart(word.text);
        const path = isFolder ? `${target}/${name}` : target;
        found.push({ path, why: `Tomcat serves \`${lastPart(path)}\`.` });
      }
    }
  }
  return found;
}

/** The same image, with a JRE where there is one. */
export function tomcatChoices({ base, images }: SplitInput): RuntimeChoice[] {
  const tag = base.reference.tag ?? '';
  const jre = /jdk/.test(tag) ? images.official(`tomcat:${tag.replace('jdk', 'jre')}`) : undefined;
  if (jre) return [{ kind: 'slim', image: jre.image, facts: jre.facts }];
  return base.facts ? [{ kind: 'same', image: base.text, facts: base.facts }] : [];
}
