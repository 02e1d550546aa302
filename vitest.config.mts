// One project for each kind of test; `npm test` runs them all, `npx vitest run --project engine` one.
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

function project(
  name: string,
  more: TestProjectInlineConfiguration['test'] = {},
): TestProjectInlineConfiguration {
  return {
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      environment: 'node',
      pool: 'forks',
      ...more,
    },
  };
}

// Real daemons and builds: one file at a time, and time for a cold start.
const slow = { fileParallelism: false, testTimeout: 180_000, hookTimeout: 180_000 } as const;

export default defineConfig({
  test: {
    // The engine is pure, so its files need no isolation from each other; that saves most of the time.
    projects: [
      project('engine', { pool: 'threads', isolate: false, testTimeout: 60_000 }),
      project('repo', { testTimeout: 60_000, hookTimeout: 60_000 }),
      project('cli', { testTimeout: 30_000, hookTimeout: 60_000 }),
      project('lsp', { testTimeout: 30_000, hookTimeout: 60_000 }),
      project('oracle', { testTimeout: 120_000, hookTimeout: 120_000 }),
      project('trivy', slow),
      project('docker', slow),
    ],
  },
});
