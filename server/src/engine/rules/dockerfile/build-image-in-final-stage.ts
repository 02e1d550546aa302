// The image that is shipped is one that is made for building.
import { defineRule, type Example } from '../../define-rule.ts';
import { changeBases } from '../../edits/change-base.ts';
import { buildEvidence } from '../../model/build-evidence.ts';
import { type BuildImage, buildImageOf } from '../../model/build-images.ts';
import { isDevelopment } from '../../model/file-role.ts';
import type { Stage } from '../../model/model.ts';
import { runOnlyPlainSteps } from '../../model/plain-steps.ts';
import { startedProgram } from '../../model/started-program.ts';

interface Data {
  readonly stage: Stage;
  readonly image: BuildImage;
}

export default defineRule<Data>({
  id: 'build-image-in-final-stage',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images', 'cis'],
  summary: 'The shipped image is one that is made for building',
  why: 'The compiler, its libraries and the package manager stay in the image, where they add vulnerabilities and help an intruder.',
  sources: ['tally:gpu/prefer-runtime-final-stage', 'cis:4.3'],
  *check({ model, facts }) {
    const stage = model.finalChain.at(-1);
    const last = model.finalStage;
    if (stage?.base.kind !== 'image' || !last || isDevelopment(model)) return;
    // A file of one stage that builds is said to be so by single-stage-build.
    if (model.stages.length === 1 && buildEvidence(model, stage)) return;
    const program = startedProgram(model, last);
    if (program === undefined) return;
    const image = buildImageOf(facts, stage.base.reference, stage.base.facts, program);
    if (image === undefined) return;
    yield {
      at: stage.imageWord?.at ?? stage.from.at,
      severity: runOnlyPlainSteps(model, model.finalChain) ? 'warning' : 'information',
      message: `\`${stage.base.text}\` ${image.what}, and \`${program}\` runs without it. ${image.advice}.`,
      data: { stage, image },
    };
  },
  *fix(problem, { model }) {
    const { stage, image } = problem.data!;
    const title = `Build on \`${image.instead ?? 'a runtime image'}\` instead`;
    if (image.instead === undefined) return;
    const shipped = new Set(model.finalChain);
    const taken = model.stages.some(
      (other) => !shipped.has(other) && other.base.kind === 'stage' && shipped.has(other.base.stage),
    );
    if (taken || !runOnlyPlainSteps(model, model.finalChain)) {
      yield { title, reason: 'Steps of the stage may need what only the build image has.' };
      return;
    }
    const edits = changeBases(model, new Map([[stage, image.instead]]));
    if (typeof edits === 'string') yield { title, reason: edits };
    else yield { title: `${title} (the build tools are missing there)`, safety: 'review', edits };
  },
});

export const docs = `
Reported where it is certain that the program does not need the build image: a Go, Rust, .NET or Maven image that starts a compiled program or a
\`.jar\`, a JDK that starts \`java\`, and a \`-dev\` or \`-sdk\` variant of a Docker Hardened Image. What starts the toolchain itself (\`go run\`, \`mvn\`,
\`dotnet run\`) is silent, and so are files for development. Full images of interpreted languages (\`python:3.13\`, \`node:24\`) are a
hint of [hardened-base-available](hardened-base-available.md). A JDK whose JRE has the same tag can be
replaced where the stage runs nothing that may need it. Where it runs more, the finding is information.
`;

export const examples = [
  {
    bad: `FROM maven:3.9-eclipse-temurin-21 AS build\nRUN mvn package\nFROM «eclipse-temurin:21»\nCOPY --from=build /app.jar /app.jar\nUSER 10001\nCMD ["java", "-jar", "/app.jar"]\n`,
    fixed: `FROM maven:3.9-eclipse-temurin-21 AS build\nRUN mvn package\nFROM eclipse-temurin:21-jre\nCOPY --from=build /app.jar /app.jar\nUSER 10001\nCMD ["java", "-jar", "/app.jar"]\n`,
  },
  {
    bad: `FROM «golang:1.27» AS build\nRUN go build -o /app .\nFROM build AS final\nUSER 10001\nENTRYPOINT ["/app"]\n`,
    fixed: false,
  },
  {
    bad: `FROM rust:1.98 AS build\nRUN cargo build --release\nFROM «rust:1.98-slim»\nCOPY --from=build /app /app\nUSER 10001\nCMD ["/app"]\n`,
    fixed: false,
  },
  {
    bad: `FROM debian:12 AS assets\nFROM «dhi.io/python:3.13-dev»\nCOPY --from=assets /a /a\nUSER nonroot\nCMD ["python3", "/a/app.py"]\n`,
  },
  {
    good: `FROM golang:1.27 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\nUSER 10001\nENTRYPOINT ["/app"]\n`,
  },
  {
    good: `FROM golang:1.27 AS tools\nFROM golang:1.27\nCMD ["go", "test", "./..."]\n`,
    note: 'It starts the toolchain.',
  },
  {
    good: `FROM debian:12 AS a\nFROM eclipse-temurin:21-jre\nCOPY --from=a /app.jar /app.jar\nUSER 10001\nCMD ["java", "-jar", "/app.jar"]\n`,
  },
  {
    good: `FROM debian:12 AS a\nFROM golang:1.27\nCOPY --from=a /go /go\n`,
    note: 'A builder image of its own: it starts nothing.',
  },
  { good: `FROM debian:12 AS a\nFROM node:24\nCOPY --from=a /a /a\nUSER node\nCMD ["node", "/a/main.js"]\n` },
] satisfies Example[];
