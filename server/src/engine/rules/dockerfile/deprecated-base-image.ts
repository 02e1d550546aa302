// An image that was withdrawn or replaced.
import { defineRule, type Example } from '../../define-rule.ts';
import { changeBases } from '../../edits/change-base.ts';
import { buildImageOf } from '../../model/build-images.ts';
import { type DeprecatedImage, deprecatedImage } from '../../model/deprecated-images.ts';
import type { FactsTable, ImageKey } from '../../model/facts.ts';
import { type ImageUse, imageUses } from '../../model/image-uses.ts';
import type { Model } from '../../model/model.ts';
import { runOnlyPlainSteps } from '../../model/plain-steps.ts';
import { startedProgram } from '../../model/started-program.ts';

interface Data {
  readonly use: ImageUse;
  readonly image: DeprecatedImage;
}

export default defineRule<Data>({
  id: 'deprecated-base-image',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images', 'cis'],
  summary: 'An image that was withdrawn or replaced',
  why: 'Nobody rebuilds the image, so that every vulnerability found since then stays in it.',
  sources: ['cis:4.2'],
  checksFixes: true,
  *check({ model, facts }) {
    for (const use of imageUses(model)) {
      const image = deprecatedImage(facts, use.reference);
      if (image === undefined) continue;
      const advice = image.instead === undefined ? 'Choose another image' : `Take ${image.instead} instead`;
      yield {
        at: use.at,
        message: `\`${use.text}\` ${image.fate}. ${advice}.`,
        tags: ['deprecated'],
        data: { use, image },
      };
    }
  },
  *fix(problem, { model, facts }) {
    const { use, image } = problem.data!;
    if (image.image === undefined || use.kind !== 'base') return;
    const instead = smallest(image.image, use, model, facts);
    const title = `Build on \`${instead}\``;
    const next = facts.lookup(keyOf(instead));
    const manager = use.stage.start.facts?.packageManager;
    const runs = model.stages.some((stage) => stage.instructions.some(({ keyword }) => keyword === 'RUN'));
    // What installs packages would have to be written anew.
    if (runs && (manager === undefined || next?.packageManager !== manager)) {
      yield {
        title,
        reason: `Whether the steps work there is not known: it may have another package manager than \`${use.text}\`.`,
      };
      return;
    }
    if (/\/usr\/local\/openjdk|\/usr\/lib\/jvm|\/docker-java-home/.test(model.dockerfile.text)) {
      yield { title, reason: 'The file names the folder of the JDK, which is another one there.' };
      return;
    }
    const edits = changeBases(model, new Map([[use.stage, instead]]));
    if (typeof edits === 'string') yield { title, reason: edits };
    else yield { title: `${title} (the same version on another distribution)`, safety: 'review', edits };
  },
});

/** The JRE instead of the JDK where the file only starts `java`. */
function smallest(image: string, use: ImageUse, model: Model, facts: FactsTable): string {
  const program = use.shipped && model.finalStage ? startedProgram(model, model.finalStage) : undefined;
  if (program === undefined || !runOnlyPlainSteps(model, model.finalChain)) return image;
  const key = keyOf(image);
  return buildImageOf(facts, key, facts.lookup(key), program)?.instead ?? image;
}

function keyOf(image: string): ImageKey {
  const [name = '', tag = ''] = image.split(':');
  return { registry: 'docker.io', repository: `library/${name}`, tag };
}

export const docs = `
The official \`openjdk\` image gets no updates since 2022 (only early-access builds are made), \`centos\` ended with CentOS Linux, and others
moved to another name or registry. The fix takes the JRE where the file only starts \`java\`, names a tag that was published when
the lists of this version were made, and is not offered where the file has steps and the replacement has another package manager.

Images whose distribution or language is past its support are [end-of-life-base](end-of-life-base.md)'s matter.
`;

export const examples = [
  {
    bad: `FROM «openjdk:17-jdk-slim»\nCOPY app.jar /app.jar\nUSER 10001\nCMD ["java", "-jar", "/app.jar"]\n`,
    fixed: `FROM eclipse-temurin:17-jre\nCOPY app.jar /app.jar\nUSER 10001\nCMD ["java", "-jar", "/app.jar"]\n`,
  },
  {
    bad: `FROM maven:3.9-eclipse-temurin-21 AS build\nRUN mvn package\nFROM «openjdk:8-jre-alpine»\nCOPY --from=build /app.jar /app.jar\nUSER 10001\n`,
  },
  {
    bad: `FROM «openjdk:11-jdk-slim» AS build\nWORKDIR /src\nCOPY . .\nRUN ./gradlew build\nFROM eclipse-temurin:11-jre\nCOPY --from=build /app.jar /app.jar\nUSER 10001\n`,
    fixed: `FROM eclipse-temurin:11-jdk AS build\nWORKDIR /src\nCOPY . .\nRUN ./gradlew build\nFROM eclipse-temurin:11-jre\nCOPY --from=build /app.jar /app.jar\nUSER 10001\n`,
  },
  { bad: `FROM «centos:7»\nUSER 10001\n`, fixed: false },
  { bad: `FROM «jenkins:2.60.3»\n`, fixed: false },
  { good: `FROM eclipse-temurin:17-jre\nUSER 10001\n` },
  { good: `FROM openjdk:27-ea-jdk-slim\nUSER 10001\n`, note: 'Early-access builds are still made.' },
  { good: `FROM jenkins/jenkins:2.500\n`, note: 'The image that took its place.' },
  { good: `FROM maven:3.9-eclipse-temurin-21\nRUN mvn package\nUSER 10001\n` },
  {
    good: `FROM example.com/library/openjdk:17\nUSER 10001\n`,
    note: 'What this registry holds is not known.',
  },
] satisfies Example[];
