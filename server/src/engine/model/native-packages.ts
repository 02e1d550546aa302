// Packages of Python and Node that hold compiled code for one C library, or for one version of the language.

import type { LintContext } from '../context.ts';
import { jsonObject } from '../surroundings/json-object.ts';

/**
 * Distributions whose wheels hold compiled modules without which they cannot be imported, or that depend on such a one.
 * Source: the files of their releases on PyPI (a wheel for each of manylinux and musllinux).
 */
const python: ReadonlySet<string> = new Set(
  (
    'numpy scipy pandas scikit-learn matplotlib pillow cryptography pyopenssl paramiko bcrypt pynacl argon2-cffi cffi ' +
    'psycopg2 psycopg2-binary psycopg-binary psycopg-c asyncpg mysqlclient lxml orjson ujson pydantic pydantic-core fastapi ' +
    'grpcio grpcio-tools uvloop httptools watchfiles tiktoken tokenizers transformers torch torchvision tensorflow ' +
    'opencv-python opencv-python-headless shapely pyarrow polars duckdb lightgbm xgboost h5py rpds-py jsonschema ' +
    'psutil gevent greenlet pyzmq zstandard brotli regex spacy pymssql pyodbc confluent-kafka rasterio fiona langchain openai anthropic'
  ).split(' '),
);

/** Addons that are built or downloaded for one C library. Source: their install scripts and prebuilt files on npm. */
const node: ReadonlySet<string> = new Set(
  'bcrypt sharp sqlite3 better-sqlite3 canvas argon2 node-sass grpc bufferutil utf-8-validate re2 isolated-vm node-pty zeromq couchbase oracledb libxmljs libxmljs2 @swc/core lightningcss'.split(
    ' ',
  ),
);

/** Of these, the ones that are built for one major version of Node: they use V8's own interface, not Node-API. */
export const nodeVersionBound: ReadonlySet<string> = new Set(
  'better-sqlite3 node-sass grpc isolated-vm libxmljs'.split(' '),
);

/** The first native one among requirements as pip takes them: `numpy==2.1`, `psycopg[binary]`. */
export function nativeRequirement(requirements: Iterable<string>): string | undefined {
  for (const requirement of requirements) {
    const match = /^\s*([A-Za-z0-9][\w.-]*)(\[[^\]]*\])?/.exec(requirement);
    const name = match?.[1]?.toLowerCase().replace(/[-_.]+/g, '-');
    if (name === undefined) continue;
    if (python.has(name) || (name === 'psycopg' && /binary|\bc\b/.test(match?.[2] ?? ''))) return name;
    if (name === 'uvicorn' && /standard/.test(match?.[2] ?? '')) return 'uvicorn[standard]';
  }
  return undefined;
}

/** The first native one among the requirement files of the build context that pip is given. */
export function nativeInFiles(context: LintContext, files: Iterable<string>): string | undefined {
  for (const file of files) {
    const name = file.slice(file.lastIndexOf('/') + 1);
    const text = context.files?.[file.replace(/^\.\//, '')] ?? context.files?.[name];
    const found = text === undefined ? undefined : nativeRequirement(text.split('\n'));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The native packages among the dependencies of the context's package.json; its `devDependencies` do not count. */
export function nativeNodePackages(context: LintContext, named: readonly string[] = []): readonly string[] {
  const found = named.map((word) => word.replace(/(?<=.)@.*$/, '')).filter((name) => node.has(name));
  const text = context.files?.['package.json'];
  if (text === undefined) return found;
  const dependencies = jsonObject(text)?.dependencies;
  if (typeof dependencies !== 'object' || dependencies === null) return found;
  return [...found, ...Object.keys(dependencies).filter((name) => node.has(name))];
}
