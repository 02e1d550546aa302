// What was built with one version of a language is run by another.
import { defineRule, type Example } from '../../define-rule.ts';
import { otherTag, versionTag } from '../../edits/other-tag.ts';
import { expand } from '../../model/apply.ts';
import { type Artifact, absolute, artifactsOf } from '../../model/artifacts.ts';
import { baseName } from '../../model/base.ts';
import { interpreterPresence, shippedVersion, useOfEnvironment } from '../../model/interpreters.ts';
import type { Model, Stage } from '../../model/model.ts';
import { nodeVersionBound } from '../../model/native-packages.ts';
import { runtimeOf } from '../../model/runtimes.ts';
import { readCopy } from '../../parse/arguments.ts';

/** The two versions, and the stages that have them. */
interface Data {
  readonly built: string;
  readonly here: string;
  readonly runtime: Stage;
  /** Absent where the paths of the file name the version too. */
  readonly builder?: Stage;
}

export default defineRule<Data>({
  id: 'language-version-mismatch',
  severity: 'error',
  profiles: ['recommended', 'hardened-images'],
  concern: 'correctness',
  checksFixes: true,
  summary: 'What was built with one version of a language is run by another',
  why: 'Python looks for packages below its own version, compiled modules and classes are made for one, and .NET starts an application only with its own major version.',
  sources: [],
  *check({ model }) {
    const stage = model.finalStage;
    if (!stage) return;
    const reported = new Set<Artifact['carriedBy']>();
    for (const instruction of stage.instructions) {
      const copy = readCopy(instruction);
      if (!copy) continue;
      const before = model.before(instruction);
      const path = absolute(expand(copy.destination.raw, before, model), before.workdir);
      const made = path === undefined ? undefined : /\/python(3\.\d+)\/(site|dist)-packages(\/|$)/.exec(path);
      const here = shippedVersion(stage, 'python');
      if (!made || path === undefined || here === undefined || made[1] === here) continue;
      // A PYTHONPATH that names it makes it found all the same; a folder of its own may be an environment.
      if (!/^\/usr\/(local\/)?lib\/|^\/opt\/python\/lib\//.test(path) || stage.end.env.has('PYTHONPATH'))
        continue;
      reported.add(instruction);
      yield {
        at: copy.destination.at,
        message: `\`${baseName(stage)}\` runs Python ${here}, which does not look in \`${path}\`: these packages are for ${made[1]}. Build with the same version and copy to \`${path.replace(/python3\.\d+/, `python${here}`)}\`.`,
        data: { built: made[1]!, here, runtime: stage },
      };
    }
    for (const artifact of artifactsOf(model, stage)) {
      const { carriedBy } = artifact;
      if (!carriedBy || reported.has(carriedBy) || carriedBy.stage !== stage.index) continue;
      const found = faultOf(model, stage, artifact);
      if (found === undefined) continue;
      reported.add(carriedBy);
      yield {
        at: carriedBy.words[0]?.at ?? carriedBy.head,
        severity: found.certain ? 'error' : 'warning',
        message: found.message,
        related: [{ at: artifact.by.head, message: `\`${artifact.what}\` runs here.` }],
        data: {
          built: artifact.runtime!.version!,
          here: shippedVersion(stage, artifact.runtime!.language)!,
          runtime: stage,
          builder: artifact.stage,
        },
      };
    }
  },
  *fix(problem, { model, facts, context }) {
    const { built, here, runtime, builder } = problem.data!;
    const run = otherTag(model, facts, context.today, {
      stage: runtime,
      tags: (tag) => versionTag(tag, here, built),
      doing: 'Run it on',
      why: 'the version that it is built with',
      preferred: true,
    });
    if (run) yield run;
    const build =
      builder &&
      otherTag(model, facts, context.today, {
        stage: builder,
        tags: (tag) => versionTag(tag, built, here),
        doing: 'Build it on',
        why: 'the version that runs it',
        preferred: run === undefined || 'reason' in run,
      });
    if (build) yield build;
  },
});

interface Fault {
  readonly message: string;
  readonly certain: boolean;
}

function faultOf(model: Model, stage: Stage, artifact: Artifact): Fault | undefined {
  const image = baseName(stage);
  const builder = baseName(artifact.stage);
  const { version: built, language } = artifact.runtime ?? {};
  if (built === undefined || language === undefined) return undefined;
  const here = shippedVersion(stage, language);
  if (here === undefined || here === built) return undefined;
  switch (artifact.kind) {
    case 'python-environment': {
      const use = useOfEnvironment(model, artifact);
      if (!use || artifact.interpreter === undefined) return undefined;
      // Otherwise it does not start at all, and that is another finding.
      if (interpreterPresence(model, stage, artifact.interpreter) !== 'present') return undefined;
      return {
        certain: true,
        message: `The virtual environment is made with Python ${built} (\`${builder}\`) and run with ${here} (\`${image}\`), which does not look in its \`lib/python${built}\`. Use the same version in both stages.`,
      };
    }
    case 'python-packages':
      if (artifact.native === undefined) return undefined;
      return {
        certain: false,
        message: `\`${artifact.native}\` is compiled for Python ${built} (\`${builder}\`) and run with ${here} (\`${image}\`). Use the same version in both stages.`,
      };
    case 'node-modules':
      if (artifact.native === undefined || !nodeVersionBound.has(artifact.native)) return undefined;
      return {
        certain: true,
        message: `\`${artifact.native}\` is built for Node ${built} (\`${builder}\`) and loaded by Node ${here} (\`${image}\`), which refuses it. Use the same major version in both stages.`,
      };
    case 'classes':
      if (Number(built) <= Number(here)) return undefined;
      return {
        certain: true,
        message: `\`javac\` of Java ${built} (\`${builder}\`) makes classes that Java ${here} (\`${image}\`) refuses. Compile with \`--release ${here}\`, or run with Java ${built}.`,
      };
    case 'dotnet':
      // A newer SDK may build for an older runtime; an older SDK knows no newer one.
      if (Number(built) >= Number(here) || stage.end.env.has('DOTNET_ROLL_FORWARD')) return undefined;
      if (runtimeOf(stage, 'dotnet')?.by !== 'image') return undefined;
      return {
        certain: false,
        message: `SDK ${built} (\`${builder}\`) publishes for .NET ${built} at most, and \`${image}\` has only .NET ${here}, which does not start it without \`RollForward\`. Use the same version in both stages.`,
      };
    default:
      return undefined;
  }
}

export const docs = `
The rule compares what a stage built with the version that runs it, as the tags of both images say: virtual environments and
\`site-packages\` of Python by minor version, addons of Node that are bound to a version (\`better-sqlite3\`, \`node-sass\`) by major
version, classes of \`javac\` and applications of .NET by major version. Jars that Maven and Gradle build may be for any older
version and are not reported; nor is what only a newer SDK built. There is no fix: which of the two versions is meant, the file does not say.
`;

const venv = 'python -m venv /venv && /venv/bin/pip install flask==3.1.0';
export const examples = [
  {
    bad: `FROM python:3.11-slim AS build\nRUN ${venv}\n\nFROM python:3.12-slim\nCOPY --from=build «/venv» /venv\nENV PATH=/venv/bin:$PATH\nUSER 10001\nCMD ["flask", "run"]\n`,
    fixed: `FROM python:3.11-slim AS build\nRUN ${venv}\n\nFROM python:3.11-slim\nCOPY --from=build /venv /venv\nENV PATH=/venv/bin:$PATH\nUSER 10001\nCMD ["flask", "run"]\n`,
  },
  {
    bad: `FROM python:3.11-slim AS build\nRUN pip install -r requirements.txt\n\nFROM python:3.12-slim\nCOPY --from=build /usr/local/lib/python3.11/site-packages «/usr/local/lib/python3.11/site-packages»\nUSER 10001\nCMD ["python", "-m", "app"]\n`,
    fixed: `FROM python:3.11-slim AS build\nRUN pip install -r requirements.txt\n\nFROM python:3.11-slim\nCOPY --from=build /usr/local/lib/python3.11/site-packages /usr/local/lib/python3.11/site-packages\nUSER 10001\nCMD ["python", "-m", "app"]\n`,
  },
  {
    bad: `FROM node:20 AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\n\nFROM node:22-slim\nWORKDIR /app\nCOPY --from=build «/app/node_modules» ./node_modules\nUSER node\nCMD ["node", "server.js"]\n`,
    fixed: `FROM node:22 AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\n\nFROM node:22-slim\nWORKDIR /app\nCOPY --from=build /app/node_modules ./node_modules\nUSER node\nCMD ["node", "server.js"]\n`,
    files: { 'package.json': '{"dependencies": {"better-sqlite3": "^11.0.0"}}' },
  },
  {
    bad: `FROM mcr.microsoft.com/dotnet/sdk:6.0 AS build\nRUN dotnet publish -c Release -o /out\n\nFROM mcr.microsoft.com/dotnet/aspnet:8.0\nCOPY --from=build «/out» /app\nUSER app\nENTRYPOINT ["dotnet", "/app/app.dll"]\n`,
    fixed: false,
  },
  {
    bad: `FROM eclipse-temurin:21-jdk AS build\nRUN javac -d /classes Main.java\n\nFROM eclipse-temurin:17-jre\nCOPY --from=build «/classes» /classes\nUSER 10001\nCMD ["java", "-cp", "/classes", "Main"]\n`,
    title: 'Build it on',
    fixed: `FROM eclipse-temurin:17-jdk AS build\nRUN javac -d /classes Main.java\n\nFROM eclipse-temurin:17-jre\nCOPY --from=build /classes /classes\nUSER 10001\nCMD ["java", "-cp", "/classes", "Main"]\n`,
  },
  {
    good: `FROM python:3.12 AS build\nRUN ${venv}\n\nFROM python:3.12-slim\nCOPY --from=build /venv /venv\nENV PATH=/venv/bin:$PATH\nUSER 10001\nCMD ["flask", "run"]\n`,
  },
  {
    good: `FROM node:20 AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci && npm run build\n\nFROM node:22-slim\nWORKDIR /app\nCOPY --from=build /app/node_modules ./node_modules\nUSER node\nCMD ["node", "server.js"]\n`,
    note: 'Nothing in it is known to be bound to a version.',
  },
  {
    good: `FROM mcr.microsoft.com/dotnet/sdk:9.0 AS build\nRUN dotnet publish -c Release -o /out\n\nFROM mcr.microsoft.com/dotnet/aspnet:8.0\nCOPY --from=build /out /app\nUSER app\nENTRYPOINT ["dotnet", "/app/app.dll"]\n`,
    note: 'A newer SDK builds for older runtimes too.',
  },
  {
    good: `FROM maven:3-eclipse-temurin-21 AS build\nRUN mvn package\n\nFROM eclipse-temurin:17-jre\nCOPY --from=build /target/app.jar /app.jar\nUSER 10001\nCMD ["java", "-jar", "/app.jar"]\n`,
    note: 'The project may say release 17.',
  },
  {
    good: `FROM python:3.11-slim AS build\nRUN pip install --target /packages flask==3.1.0\n\nFROM python:3.12-slim\nCOPY --from=build /packages /packages\nENV PYTHONPATH=/packages\nUSER 10001\nCMD ["python", "-m", "flask", "run"]\n`,
    note: 'Pure Python in a folder of its own.',
  },
] satisfies Example[];
