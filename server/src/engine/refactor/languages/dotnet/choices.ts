// The images that a .NET program can run on: Microsoft's of the same version and distribution, hardened, or chiseled.
import { type RuntimeChoice, type SplitInput, SplitRefusal } from '../../plan.ts';
import { findImage, type RuntimeRepository } from './image-tags.ts';
import type { Study } from './study.ts';

/** Which of Microsoft's images holds what the program needs. */
export function repositoryOf({ selfContained, project }: Study): RuntimeRepository {
  if (selfContained) return 'runtime-deps';
  return project?.isWeb === false ? 'runtime' : 'aspnet';
}

/** The program is built for musl. */
export function isMusl({ base }: SplitInput, { rid }: Study): boolean {
  if (rid !== undefined) return rid.includes('musl');
  return base.facts?.libc === 'musl' || /alpine/.test(base.reference.tag ?? '');
}

/** Best first. @throws SplitRefusal */
export function choicesOf(input: SplitInput, known: Study): RuntimeChoice[] {
  const { images, base } = input;
  const { version, project } = known;
  const repository = repositoryOf(known);
  const musl = isMusl(input, known);
  const extra = project?.invariant ? '' : '-extra';
  const choices: RuntimeChoice[] = [];
  const add = (kind: RuntimeChoice['kind'], suffixes: readonly string[]) => {
    for (const suffix of suffixes) {
      const found = findImage(images, repository, version, suffix);
      if (!found) continue;
      choices.push({ kind, ...found });
      return;
    }
  };
  const codename =
    /-(noble|jammy|resolute|focal|bionic|bookworm-slim|bullseye-slim|buster-slim|azurelinux3\.0)/.exec(
      `-${base.reference.tag}`,
    )?.[1];
  add('slim', musl ? [`alpine${extra}`, 'alpine'] : [...(codename ? [codename] : []), '']);
  const hardened = { aspnet: 'aspnetcore', runtime: 'dotnet', 'runtime-deps': undefined }[repository];
  const major = version.split('.')[0]!;
  const found = hardened && images.hardened(hardened, musl ? `${major}-alpine` : major);
  if (found) choices.push({ kind: 'hardened', ...found });
  // Chiseled images are Ubuntu's: what is built for musl does not start there, but an assembly does.
  if (!musl || !(known.isNative || known.selfContained)) {
    const own = codename && /^(noble|jammy|resolute)$/.test(codename) ? [codename] : [];
    add(
      'distroless',
      [...own, 'noble', 'jammy'].map((name) => `${name}-chiseled${extra}`),
    );
  }
  if (choices.length === 0)
    throw new SplitRefusal(
      `No runtime image of .NET ${version} is known that fits.`,
      'no runtime image known',
      input.stage.from.at,
    );
  return choices;
}
