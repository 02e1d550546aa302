// Programs that packages of npm bring: which package, and the file that Node can run without a shell around it.
// Sources: the `bin` field of each package's package.json.

interface Program {
  readonly package: string;
  /** In the package's folder; absent where the program is no script for Node, or is another one from version to version. */
  readonly file?: string;
}

const programs: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['next', { package: 'next', file: 'dist/bin/next' }],
  ['nest', { package: '@nestjs/cli' }],
  ['ts-node', { package: 'ts-node', file: 'dist/bin.js' }],
  ['tsx', { package: 'tsx', file: 'dist/cli.mjs' }],
  ['nodemon', { package: 'nodemon' }],
  ['serve', { package: 'serve' }],
  ['http-server', { package: 'http-server', file: 'bin/http-server' }],
  ['remix-serve', { package: '@remix-run/serve', file: 'dist/cli.js' }],
  ['react-router-serve', { package: '@react-router/serve' }],
  ['react-scripts', { package: 'react-scripts' }],
  ['ng', { package: '@angular/cli' }],
  ['vite', { package: 'vite', file: 'bin/vite.js' }],
  ['vue-cli-service', { package: '@vue/cli-service' }],
  ['nuxt', { package: 'nuxt' }],
  ['nuxi', { package: 'nuxt' }],
  ['astro', { package: 'astro' }],
  ['gatsby', { package: 'gatsby' }],
  ['strapi', { package: '@strapi/strapi', file: 'bin/strapi.js' }],
  ['medusa', { package: '@medusajs/cli' }],
  ['pm2', { package: 'pm2' }],
  ['pm2-runtime', { package: 'pm2' }],
  ['forever', { package: 'forever' }],
  ['sails', { package: 'sails' }],
  ['babel-node', { package: '@babel/node' }],
  ['prisma', { package: 'prisma' }],
  ['typeorm', { package: 'typeorm' }],
  ['sequelize', { package: 'sequelize-cli' }],
  ['sequelize-cli', { package: 'sequelize-cli' }],
  ['knex', { package: 'knex' }],
  ['drizzle-kit', { package: 'drizzle-kit' }],
  ['fastify', { package: 'fastify-cli', file: 'cli.js' }],
  ['sirv', { package: 'sirv-cli', file: 'bin.js' }],
  ['json-server', { package: 'json-server' }],
  ['env-cmd', { package: 'env-cmd' }],
  ['dotenv', { package: 'dotenv-cli' }],
  ['cross-env', { package: 'cross-env' }],
  ['concurrently', { package: 'concurrently' }],
  ['run-s', { package: 'npm-run-all' }],
  ['run-p', { package: 'npm-run-all' }],
  ['npm-run-all', { package: 'npm-run-all' }],
]);

/** The package that most likely brings a program: that of the table, else one of the same name. */
export function packageOfProgram(name: string): string {
  return programs.get(name)?.package ?? name;
}

/** The file that Node runs for a program of a package, from the project's folder; undefined where that is not certain. */
export function fileOfProgram(name: string): string | undefined {
  const found = programs.get(name);
  return found?.file === undefined ? undefined : `node_modules/${found.package}/${found.file}`;
}

/**
 * Packages that no program loads when it runs: compilers, bundlers, types, linters, test runners and what belongs to them.
 * A name that ends in `*` stands for all that start so.
 */
const tools = (
  '@types/* typescript ts-node ts-node-dev tsx tsup tslint* tsc-* tsconfig* @tsconfig/* ts-jest ts-loader tscpaths ttypescript nodemon ' +
  'eslint eslint-* @eslint/* @typescript-eslint/* typescript-eslint globals standard xo prettier prettier-* @trivago/prettier-* pretty-quick ' +
  'stylelint stylelint-* @biomejs/* oxlint jshint jscs husky lint-staged commitlint @commitlint/* commitizen cz-* semantic-release ' +
  '@semantic-release/* release-it standard-version conventional-* jest jest-* @jest/* babel-jest mocha mocha-* @mocha/* chai chai-* sinon sinon-* ' +
  'nyc c8 istanbul* @istanbuljs/* vitest @vitest/* ava tape tap jasmine jasmine-* karma karma-* cypress cypress-* playwright @playwright/* ' +
  'puppeteer-* supertest supertest-* nock msw testcontainers @testcontainers/* jsdom happy-dom @testing-library/* enzyme enzyme-* proxyquire ' +
  'mock-* mongodb-memory-server* @babel/* babel-* babel webpack webpack-* @webpack-cli/* css-loader style-loader file-loader url-loader sass-loader ' +
  'less-loader postcss-loader raw-loader html-webpack-plugin *-webpack-plugin mini-css-extract-plugin rollup rollup-* @rollup/* vite vite-* ' +
  '@vitejs/* esbuild esbuild-* @swc/* swc-loader parcel parcel-* @parcel/* gulp gulp-* grunt grunt-* browserify turbo nx @nx/* @nrwl/* lerna ' +
  '@nestjs/cli @nestjs/schematics @nestjs/testing @angular/cli @angular/compiler-cli @angular-devkit/* @angular-eslint/* @vue/cli-* @vue/eslint-* ' +
  '@vue/tsconfig vue-tsc @sveltejs/vite-plugin-* svelte-check svelte-preprocess sass node-sass less postcss postcss-* autoprefixer cssnano ' +
  'tailwindcss tailwindcss-* @tailwindcss/* rimraf del del-cli cpx cpx2 copyfiles shx npm-run-all npm-run-all2 concurrently cross-env ' +
  'wait-on start-server-and-test depcheck madge npm-check npm-check-updates size-limit @size-limit/* typedoc typedoc-* jsdoc documentation ' +
  'redoc-cli swagger-cli @storybook/* storybook eslint_d plop hygen dotenv-cli patch-package open-cli serve http-server json-server ' +
  'source-map-support-* webpack-node-externals run-script-webpack-plugin react-scripts react-error-overlay @remix-run/dev @react-router/dev ' +
  'prisma @graphql-codegen/* graphql-codegen openapi-typescript* drizzle-kit sequelize-cli react-test-renderer tsc-watch tsc-alias why-is-node-running ' +
  'typesync node-gyp gh-pages np publint pkg @vercel/ncc nodemon-* @faker-js/* artillery autocannon 0x clinic sonarqube-scanner snyk knip unbuild'
).split(/\s+/);

const exact: ReadonlySet<string> = new Set(tools.filter((name) => !name.includes('*')));
const starts = tools.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
const ends = tools.filter((name) => name.startsWith('*')).map((name) => name.slice(1));

/** Whether only those who work on the project use this package. */
export function isDevelopmentTool(name: string): boolean {
  return (
    exact.has(name) ||
    starts.some((start) => name.startsWith(start)) ||
    ends.some((end) => name.endsWith(end))
  );
}
