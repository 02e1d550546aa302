// The images that a Java program can run on: a JRE of the same version and family, hardened, distroless, or one made by jlink.
import type { Found, RuntimeChoice, SplitInput } from '../../plan.ts';
import { SplitRefusal } from '../../plan.ts';
import { jlinkChoice } from './jlink.ts';
import type { Study } from './study.ts';
import { tomcatChoices } from './tomcat.ts';
import type { JavaKit } from './vendor.ts';

/** Best first. @throws SplitRefusal */
export function choicesOf(input: SplitInput, known: Study): RuntimeChoice[] {
  const { kit, major } = known;
  const choices: RuntimeChoice[] = [];
  const { images } = input;
  if (kit.vendor === 'tomcat') return tomcatChoices(input);
  // Packages of other repositories than the distribution's own are not there without them.
  const isOwn = kit.packages.every((name) => /^(openjdk|default|java)-?\d*/.test(name));
  const same = kit.vendor === 'packaged' && isOwn ? input.base.facts : undefined;
  if (same) choices.push({ kind: 'same', image: input.base.text, facts: same });
  const add = (kind: RuntimeChoice['kind'], found: Found | undefined) => {
    if (found && !/windows/.test(found.facts.os ?? ''))
      choices.push({ kind, image: found.image, facts: found.facts });
  };
  add('slim', twin(input, kit, major));
  const hardened = kit.vendor === 'corretto' ? ['amazoncorretto', 'eclipse-temurin'] : ['eclipse-temurin'];
  add(
    'hardened',
    first(hardened, (name) => images.hardened(name, kit.musl ? `${major}-alpine` : `${major}`)),
  );
  // Source: the list of images in distroless' README.
  if (major === 17 || major === 21 || major === 25)
    add('distroless', images.distroless(`java${major}-debian13`, 'nonroot'));
  const linked = jlinkChoice(input, known);
  if (linked) choices.push(linked);
  // Its only public tag has the newest Java, on which what was built for one of the last versions runs.
  if (major >= 17) add('chainguard', images.chainguard('jre', 'latest'));
  if (choices.length === 0)
    throw new SplitRefusal(
      `No image with a JRE ${major} is known.`,
      'no runtime image known',
      input.stage.from.at,
    );
  return choices;
}

/** Versions of which Temurin published a JRE. Source: the history of docker-library/official-images, library/eclipse-temurin. */
const temurinJre: ReadonlySet<number> = new Set([8, 11, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26]);

/** The JRE of the same maker and distribution; else Temurin's, which is the same OpenJDK. */
function twin({ images, base }: SplitInput, kit: JavaKit, major: number): Found | undefined {
  const tags: string[] = [];
  if (kit.vendor === 'corretto') {
    tags.push(
      ...(kit.musl
        ? [`amazoncorretto:${major}-alpine-jre`]
        : [`amazoncorretto:${major}-al2023-headless`, `amazoncorretto:${major}-al2023-jre`]),
    );
  }
  if (!temurinJre.has(major)) return first(tags, (tag) => images.official(tag));
  if (kit.musl) tags.push(`eclipse-temurin:${major}-jre-alpine`);
  else {
    const full =
      kit.vendor === 'temurin' && /\/eclipse-temurin$/.test(base.reference.repository)
        ? base.reference.tag
        : undefined;
    if (full && /-jdk/.test(full)) tags.push(`eclipse-temurin:${full.replace('-jdk', '-jre')}`);
    if (kit.codename) tags.push(`eclipse-temurin:${major}-jre-${kit.codename}`);
    tags.push(`eclipse-temurin:${major}-jre`);
  }
  return first(tags, (tag) => images.official(tag));
}

function first<Item>(items: readonly Item[], find: (item: Item) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found) return found;
  }
  return undefined;
}
