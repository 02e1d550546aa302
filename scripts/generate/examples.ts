// Runs a rule's example as the engine is run: with its surroundings, every rule on, at a fixed day.
import {
  type ComposeContext,
  type DockerfileResult,
  dockerfileKey,
  type Example,
  type FactsTable,
  type FixSafety,
  fixesFor,
  type LintResult,
  lint,
  loadProject,
  rulesById,
  type Wanted,
  withKnownImages,
} from '../../server/src/engine/index.ts';
import { readIgnoreRules, verdict } from '../../server/src/workspace/ignore.ts';

const today = '2026-11-21';

/** @param text the example's file, marks taken out  @param id of the rule whose example it is */
export function runExample(text: string, example: Example, id: string, facts: FactsTable): LintResult {
  const language = rulesById.get(id)?.language ?? 'dockerfile';
  if (language === 'dockerfile') return runDockerfileExample(text, example, id, facts);
  const path = example.path ?? (language === 'daemon' ? 'daemon.json' : 'compose.yaml');
  const context = language === 'daemon' ? { path, today } : composeContext(text, path, example.files ?? {});
  return lint({ language, text, context, ...factsAndSettings(example, id, facts) });
}

/** As `runExample`, for a rule on Dockerfiles. */
export function runDockerfileExample(
  text: string,
  example: Example,
  id: string,
  facts: FactsTable,
): DockerfileResult {
  const { files } = example;
  return lint({
    text,
    context: { today, ...(files && surroundings(files)), ...example.context },
    ...factsAndSettings(example, id, facts),
  });
}

function factsAndSettings({ images = [], options }: Example, id: string, facts: FactsTable) {
  return {
    facts: withKnownImages(facts, images),
    // In `strict` a rule that stands for others is off.
    settings: {
      profile: rulesById.get(id)?.standsFor ? ('recommended' as const) : ('strict' as const),
      ...(options ? { options: { [id]: options } } : {}),
    },
  };
}

type Files = Readonly<Record<string, string>>;

/** A Dockerfile's context. @param files by their path in the build context */
function surroundings(files: Files) {
  const ignore = files['.dockerignore'];
  return {
    files,
    paths: Object.keys(files),
    entries: [...new Set(Object.keys(files).map((path) => path.replace(/\/.*$/, '/')))].sort(),
    ignoreFile: ignore === undefined ? null : { path: '.dockerignore', text: ignore },
  };
}

/**
 * What the engine asks for is looked up until nothing more is wanted.
 * @param files by their path from the project's root; with a .gitignore among them the project is a git repository
 */
export function composeContext(text: string, path: string, files: Files): ComposeContext {
  const context = {
    path,
    today,
    files: {} as Record<string, NonNullable<ComposeContext['files']>[string]>,
    dockerfiles: {} as Record<string, NonNullable<ComposeContext['dockerfiles']>[string]>,
    takenByGit: {} as Record<string, boolean>,
  };
  for (;;) {
    const { wanted } = loadProject(text, context);
    if (wanted.length === 0) return context;
    for (const one of wanted) answer(one);
  }

  function answer({ path: asked, ...wanted }: Wanted): void {
    const found = files[asked];
    const absent = { absent: asked.startsWith('..') ? ('outside' as const) : ('missing' as const) };
    if (wanted.kind === 'file') context.files[asked] = found === undefined ? absent : { text: found };
    else if (wanted.kind === 'git') {
      const ignore = files['.gitignore'];
      const isIgnored = ignore !== undefined && verdict(readIgnoreRules(ignore), asked, false) === 'ignored';
      context.takenByGit[asked] = found !== undefined && ignore !== undefined && !isIgnored;
    } else {
      const folder = wanted.context === '' || wanted.context === '.' ? '' : `${wanted.context}/`;
      const inside = Object.entries(files).flatMap(([name, content]) =>
        name.startsWith(folder) ? [[name.slice(folder.length), content] as const] : [],
      );
      context.dockerfiles[dockerfileKey(asked, wanted.context)] =
        found === undefined
          ? absent
          : { text: found, context: { today, ...surroundings(Object.fromEntries(inside)) } };
    }
  }
}

const kinds: readonly FixSafety[] = ['safe', 'review'];

/** The kinds of fixes that a rule offers in its examples, safe before review. */
export function fixKinds(id: string, examples: readonly Example[], facts: FactsTable): FixSafety[] {
  const found = new Set<FixSafety>();
  for (const example of examples) {
    if (!('bad' in example)) continue;
    const result = runExample(example.bad.replace(/[«»]/g, ''), example, id, facts);
    for (const finding of result.findings.filter((one) => one.ruleId === id))
      for (const fix of fixesFor(result, finding).fixes) found.add(fix.safety);
  }
  return kinds.filter((kind) => found.has(kind));
}
