// What in a project's folder is source, tooling or documentation, and what a compiled program may read when it runs.
import { lastPart } from '../../../text/paths.ts';

/** How a language's sources are told from other files. */
export interface SourceRules {
  /** By its path, relative to the context: a file that only the compiler reads. */
  isSource(path: string): boolean;
  /** Folders that hold sources by habit, for a context that is not known. */
  readonly folders: RegExp;
  /** Folders that only a build reads or makes: `vendor`, `target`. */
  readonly buildFolders: RegExp;
}

/** Folders of a project that no program reads where it runs. */
const aside =
  /^(\..+|node_modules|testdata|tests?|__tests__|spec|e2e|bench(es|marks?)?|examples?|docs?|documentation|scripts?|hack|ci|deploy(ments?)?|k8s|kubernetes|helm|charts?|terraform|ansible|infra(structure)?|coverage|protos?|protobuf|third_party|postman|bruno|docker|grafana|prometheus|monitoring|screenshots|wiki)$/i;

/** Files of a project that no program reads where it runs. */
const asideFiles =
  /^(\.(?!env$).*|readme.*|licen[cs]e.*|changelog.*|contributing.*|codeowners|authors|notice|.*\.(md|markdown|rst|adoc|mk|proto|sh|bash|bat|ps1|lock|log|out|exe|test|bak|orig|swp|iml|http|rest|tf|diff|patch)|makefile|(.*\.)?dockerfile.*|containerfile|(docker-)?compose.*\.ya?ml|package(-lock)?\.json|composer\.json|pnpm-.*|tsconfig.*\.json|.*\.config\.[cm]?[jt]s|jenkinsfile|procfile|justfile|taskfile\.ya?ml|skaffold\.ya?ml|cloudbuild.*\.ya?ml|render\.ya?ml|fly\.toml|netlify\.toml|vercel\.json|railway\.(json|toml)|azure-pipelines.*|bitbucket-pipelines\.yml|appveyor\.yml|renovate\.json|heroku\.yml|coverage\.\w+|cspell\.json|sonar-project\.properties|codecov\.ya?ml|buf(\.gen|\.work)?\.ya?ml|sqlc\.(ya?ml|json)|gqlgen\.ya?ml|clippy\.toml|rustfmt\.toml|rust-toolchain.*|deny\.toml|cross\.toml|diesel\.toml|sqlx-data\.json|flake\.nix|prometheus\.ya?ml|.*postman_(collection|environment)\.json|insomnia.*\.json)$/i;

/** Endings of what programs read: pages, settings, texts, keys, databases. */
const dataEnding =
  /\.(ya?ml|json5?|toml|ini|conf|cfg|properties|env|html?|tmpl|tpl|gohtml|gotmpl|tera|hbs|css|[cm]?js|map|txt|csv|tsv|xml|xslt?|sql|db|sqlite3?|pem|crt|cer|key|p12|pfx|pub|mmdb|dat|data|lua|rego|graphqls?|wasm|ico|svg|png|jpe?g|gif|webp|avif|ttf|woff2?|otf|mo|po|ftl|pdf|docx|xlsx|mp[34]|wav|webmanifest)$/i;

/** The same without what lies beside documentation: pictures at the top of a project show its pages. */
const looseEnding =
  /\.(ya?ml|json5?|toml|ini|conf|cfg|properties|env|html?|tmpl|tpl|gohtml|gotmpl|tera|hbs|css|js|txt|csv|tsv|xml|xslt?|sql|db|sqlite3?|pem|crt|cer|key|p12|pfx|mmdb|dat|lua|rego|ico|wasm)$/i;

/** What only a build or the people of the project read, by its name. */
export function isAside(name: string, isFolder: boolean, rules: SourceRules): boolean {
  return isFolder ? aside.test(name) || rules.buildFolders.test(name) : asideFiles.test(name);
}

/** A file that a program may read. */
export function isData(path: string): boolean {
  const name = lastPart(path);
  return name === '.env' || dataEnding.test(name);
}

/** A file among sources that a program may read. */
export function isLooseData(path: string): boolean {
  const name = lastPart(path);
  return name === '.env' || looseEnding.test(name);
}

/** Where a front end's build puts its pages. */
export const builtPages = /^(dist|build|out|public|static|www)$/;
