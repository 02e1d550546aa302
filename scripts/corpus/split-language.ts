// Under which language a real file is counted. Made apart from the engine's own judgement, so that what it overlooks is counted too.
import type { DockerfileResult } from '../../server/src/engine/index.ts';
import { readCopy } from '../../server/src/engine/parse/arguments.ts';

/** The order in which a file is taken where several fit and the base image does not decide. */
const signs: readonly (readonly [name: string, base: RegExp, command: RegExp])[] = [
  ['Go', /golang/, /^go (?:build|install|mod|get|run)\b/],
  ['Rust', /rust/, /^cargo (?:\+\S+ )?(?:build|run|install(?:$| .*--path)|chef)\b|^cargo install$/],
  [
    'Java',
    /maven|gradle|jdk|temurin|corretto|java|zulu|liberica/,
    /^(?:mvnw?|gradlew?) (?:.* )?(?:package|install|build|bootJar|jar|assemble|shadowJar|compile|verify)\b/,
  ],
  ['.NET', /dotnet|aspnet/, /^dotnet (?:publish|build|restore)\b/],
  [
    'PHP',
    /php/,
    /^(?:composer(?:\.phar)? (?:.* )?(?:install|update|require|create-project)\b|docker-php-ext-install |pecl install |php (?:\S*composer\S*) )/,
  ],
  ['Ruby', /ruby|rails/, /^(?:bundle(?: (?:install|config|update|exec)\b.*)?$|bundler install|gem install )/],
  [
    'Python',
    /python|pypa|pytorch|tensorflow|conda|uvicorn|\/uv\b/,
    /^(?:(?:python[\d.]* -m )?pip[\d.]* (?:.* )?install |poetry (?:.* )?install\b|uv (?:sync|pip (?:install|sync))\b|pipenv (?:install|sync)\b|python[\d.]* setup\.py install)/,
  ],
  [
    'Node',
    /node|bun/,
    /^(?:npm (?:.* )?(?:i|ci|install|install-clean|run|clean-install)\b|yarn(?:$| (?:install|build|run|--)|\s*$)|pnpm (?:.* )?(?:i|install|fetch|run|build)\b|bun (?:install|i)\b)/,
  ],
];

/** Every language in the order of the page. */
export const languageNames: readonly string[] = [
  'Python',
  'Node',
  'Go',
  'Rust',
  'Java',
  '.NET',
  'PHP',
  'Ruby',
];

/**
 * The language of a file of one stage that installs or builds and copies something of its project; undefined for others: they are
 * not the refactoring's matter.
 */
export function languageOfFile({ dockerfile, model }: DockerfileResult): string | undefined {
  const [stage] = model.stages;
  if (dockerfile.errors.length > 0 || model.stages.length !== 1 || !stage) return undefined;
  const copies = stage.instructions.some((one) => {
    const copy = readCopy(one);
    return copy !== undefined && copy.from === undefined && copy.sources.length > 0;
  });
  if (!copies) return undefined;
  const commands = stage.instructions
    .filter(({ keyword }) => keyword === 'RUN')
    .flatMap((one) => model.commandSteps(one))
    .map(({ command: { name = '', args } }) =>
      [name, ...args.map(({ value, text }) => value ?? text)].join(' '),
    );
  const found = signs.filter(([, , command]) => commands.some((line) => command.test(line)));
  const base = stage.imageWord?.raw ?? '';
  const expanded = stage.base.kind === 'image' ? stage.base.text : base;
  return (found.find(([, image]) => image.test(expanded)) ?? found[0])?.[0];
}
