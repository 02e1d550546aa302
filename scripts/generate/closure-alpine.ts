// Writes server/data/closure-alpine.json from a clone of alpinelinux/aports and the package indexes of past releases. Run by hand.
import { AlpineClosures } from './alpine-closure.ts';
import { Evidence } from './alpine-evidence.ts';
import { readIndex } from './alpine-index.ts';
import { isListedOnAlpine } from './alpine-names.ts';
import { commitOf, readTree } from './aports-tree.ts';
import { TRACKED } from './closure.ts';
import { type TableEffect, tableText } from './closure-table.ts';

/**
 * The commits that closed each release on the main branch. A stable branch is cut there and gets only what the main
 * branch gets later, so that each release is read together with the next one.
 */
const RELEASES: readonly (readonly [version: string, commit: string])[] = [
  ['3.18', '8b72c407512'],
  ['3.19', 'd01502332b7'],
  ['3.20', '1402388a3a7'],
  ['3.21', '59962f87e46'],
  ['3.22', '76769759d29'],
  ['3.23', '319b82182d1'],
  ['3.24', 'd0f20bc945e'],
];

/** The release of the newest index. */
const INDEXED = '3.19';

/**
 * The file's text. Takes some minutes.
 * @param clone a clone of aports whose main branch is newer than the last release
 * @param indexes folders that each hold the unpacked APKINDEX of main and of community of a past release, as `main` and `community`
 */
export function generateAlpineClosure(clone: string, indexes: readonly string[]): string {
  const head = commitOf(clone, 'refs/heads/master');
  const commits = [...RELEASES.map(([, commit]) => commit), head.commit];
  const trees = commits.map((commit) => readTree(clone, commit));
  const evidence = new Evidence(
    indexes.map((folder) => readIndex([`${folder}/main`, `${folder}/community`])),
    trees[RELEASES.findIndex(([version]) => version === INDEXED)]!,
  );
  const rows = new Map<string, (TableEffect | undefined)[]>();
  RELEASES.forEach((_, column) => {
    const closures = new AlpineClosures([trees[column]!, trees[column + 1]!], evidence, TRACKED);
    const names = new Set(
      trees[column]!.flatMap(({ aport, path }) =>
        (aport?.packages ?? [])
          .flatMap((each) => [each.name, ...each.provides])
          .filter((name) => isListedOnAlpine(name, path)),
      ),
    );
    for (const name of names) {
      const brought = closures.of(name);
      if (!brought) continue;
      const row = rows.get(name) ?? RELEASES.map(() => undefined);
      const { tools, maybe, users } = brought;
      row[column] = { tools, maybe, recommended: new Set(), users, usersWithRecommends: users };
      rows.set(name, row);
    }
  });
  return tableText(
    {
      generated:
        'by scripts/generate/closure-alpine.ts from the build files in alpinelinux/aports and the package indexes of Alpine 3.18 and 3.19 (x86_64); do not edit',
      asOf: head.day,
      sources: [
        ...RELEASES.map(
          ([version, commit]) => `${version}: aports ${commit}, ${commitOf(clone, commit).day}`,
        ),
        `next: aports ${head.commit.slice(0, 11)}, ${head.day}`,
      ],
      distro: 'alpine',
      releases: RELEASES.map(([version]) => version),
    },
    TRACKED,
    rows,
  );
}
