// Which Java an image builds with: the major version, who made it, and which C library it is for.
import { originOf } from '../../../model/image-mirrors.ts';
import { lastPart } from '../../../text/paths.ts';
import { type SplitInput, SplitRefusal } from '../../plan.ts';
import type { StageFiles } from '../../stage-files.ts';
import { projectLevel } from './project.ts';

/** The Java of a stage. */
export interface JavaKit {
  /** `17`; undefined where neither the tag nor a package says it. */
  readonly major: number | undefined;
  /** `openjdk`: Docker's own image, which is no longer made. `packaged`: the distribution's. `tomcat`: in its image. `other`: another maker's OpenJDK. */
  readonly vendor: 'temurin' | 'corretto' | 'openjdk' | 'hardened' | 'packaged' | 'tomcat' | 'other';
  /** It is built for musl. */
  readonly musl: boolean;
  /** Ubuntu's release where the tag names one: `jammy`. */
  readonly codename?: string;
  /** The packages of the distribution that brought it. */
  readonly packages: readonly string[];
}

/** Images with a JDK that are not OpenJDK's HotSpot, or that build native programs: another Java does not behave the same. */
const otherMachine = /semeru|openj9|ibmjava|graal/;

/** Java images of other makers whose tags begin with the version. */
const byName =
  /(^|\/)(eclipse-temurin|temurin|adoptopenjdk|openjdk\d*|amazoncorretto|sapmachine|zulu-openjdk(-alpine|-debian|-centos)?|liberica-openjdk-[\w-]+|java|jdk|distroless-java)$/;

/** Images that bring a build tool with a JDK whose version stands in the tag. */
const withTool = /(^|\/)(maven|gradle)$/;

/** The working directory of the images that set none. Source: their Dockerfiles. */
export function imageDirectory({ base }: SplitInput): string | undefined {
  const { repository } = base.reference;
  if (/(^|\/)gradle$/.test(repository)) return '/home/gradle';
  return byName.test(repository) || withTool.test(repository) ? '/' : undefined;
}

/** Undefined where the image and its packages bring no Java that is known. */
export function javaKit(input: SplitInput): JavaKit | undefined {
  const { base, stage } = input;
  const { reference, facts } = base;
  const origin = originOf(reference, (image) => input.facts.hardenedTags(image) !== undefined);
  const { repository } = origin;
  const tag = reference.tag ?? '';
  const name = lastPart(repository);
  const musl = facts?.libc === 'musl' || /alpine/.test(`${name} ${tag}`);
  const codename = /(?:^|-)(jammy|noble|resolute)(?:-|$)/.exec(tag)?.[1];
  const packages = javaPackages(input);
  if (otherMachine.test(`${name} ${tag}`)) return undefined;
  const common = { musl, packages: [], ...(codename && { codename }) } as const;
  if (origin.registry === 'dhi.io') {
    const major =
      /jdk(\d+)/.exec(tag)?.[1] ??
      (/^(eclipse-temurin|amazoncorretto)$/.test(name) ? /^(\d+)/.exec(tag)?.[1] : undefined);
    return { ...common, vendor: 'hardened', major: numberOf(major) };
  }
  if (withTool.test(repository))
    return { ...common, vendor: vendorOfTool(name, tag), major: numberOf(majorInTag(tag)) };
  if (byName.test(repository)) {
    const named = /openjdk(\d+)$/.exec(name)?.[1];
    return { ...common, vendor: vendorOfName(name), major: numberOf(named ?? majorAtStart(tag)) };
  }
  if (packages.length === 0) return undefined;
  const { distro, release } = stage.end.facts ?? {};
  const major = packages
    .map((each) => majorOfPackage(each, `${distro} ${release}`))
    .find((each) => each !== undefined);
  return { ...common, vendor: 'packaged', packages, major };
}

/**
 * The Java that the program needs.
 * @throws SplitRefusal where it is not known
 */
export function javaRuntime(
  input: SplitInput,
  files: StageFiles,
): { readonly kit: JavaKit; readonly major: number } {
  const kit = javaKit(input);
  const { at } = input.stage.from;
  if (kit === undefined)
    throw new SplitRefusal(
      `It is not known which Java \`${input.base.text}\` builds with, so no runtime image can be named.`,
      'no runtime image known',
      at,
    );
  const major = kit.major ?? projectLevel(files);
  if (major === undefined)
    throw new SplitRefusal(
      `\`${input.base.text}\` does not say which version of Java it holds, so the runtime cannot have the same. Write the version into the tag.`,
      'no runtime image known',
      at,
    );
  return { kit, major };
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

/** `17.0.9_9-jdk`, `8u372-jdk`, `17-jdk-slim`, `jdk-17`. */
function majorAtStart(tag: string): string | undefined {
  if (/^1\.8/.test(tag)) return '8';
  return /^(?:jdk-?)?(\d{1,2})(?=[._u-]|$)/.exec(tag)?.[1];
}

/** `3.9-eclipse-temurin-17`, `3.8.5-openjdk-17-slim`, `3-jdk-11`, `8.5-jdk21-alpine`. */
function majorInTag(tag: string): string | undefined {
  return /(?:^|-)(?:eclipse-temurin|amazoncorretto|adoptopenjdk|openjdk|sapmachine|azulzulu|libericaopenjdk|jdk)-?(\d{1,2})(?=[._-]|$)/.exec(
    tag,
  )?.[1];
}

function vendorOfTool(name: string, tag: string): JavaKit['vendor'] {
  if (/corretto/.test(tag)) return 'corretto';
  if (/temurin/.test(tag) || name === 'gradle') return 'temurin';
  return /openjdk|(^|-)jdk-\d/.test(tag) ? 'openjdk' : 'other';
}

function vendorOfName(name: string): JavaKit['vendor'] {
  if (/temurin/.test(name)) return 'temurin';
  if (/corretto/.test(name)) return 'corretto';
  return /^(openjdk|java)$/.test(name) ? 'openjdk' : 'other';
}

/** The packages with a Java that the file installs. */
function javaPackages({ stage }: SplitInput): string[] {
  return [...stage.end.packages.keys()].filter((name) => isJavaPackage(name));
}

/** A package of a distribution that is a Java, to build or to run. */
export function isJavaPackage(name: string): boolean {
  return /^(openjdk-?\d+|default-(jdk|jre)|java-(\d|latest)[\w.]*-(openjdk|amazon-corretto)|temurin-\d+|zulu-?\d+|openjdk-jdk|oracle-java\d+-)/.test(
    name,
  );
}

/** Source: the `java-common` package of Debian's and Ubuntu's releases. */
const defaultMajor: Readonly<Record<string, number>> = {
  'debian 11': 11,
  'debian 12': 17,
  'debian 13': 21,
  'ubuntu 20.04': 11,
  'ubuntu 22.04': 11,
  'ubuntu 24.04': 21,
};

function majorOfPackage(name: string, release: string): number | undefined {
  if (/^default-/.test(name)) return Object.hasOwn(defaultMajor, release) ? defaultMajor[release] : undefined;
  const found = /(?:openjdk-?|java-1\.|java-|temurin-|zulu-?|oracle-java)(\d+)/.exec(name)?.[1];
  return found === undefined ? undefined : Number(found);
}

/**
 * What takes the place of a package with a JDK where the program only runs; the package itself where it is no JDK. Undefined for
 * other packages. Source: the Depends fields of these packages (a JDK needs the JRE of the same version and kind).
 */
export function runtimePackage(name: string): string | undefined {
  if (!isJavaPackage(name)) return undefined;
  if (/^(openjdk-\d+|default)-jdk/.test(name)) return name.replace('-jdk', '-jre');
  if (/^openjdk\d+(-jdk)?$/.test(name)) return `${name.replace(/-jdk$/, '')}-jre`;
  if (/-devel$/.test(name)) return name.replace(/-devel$/, '');
  return /jre|headless|amazon-corretto$|openjdk$/.test(name) ? name : undefined;
}
