// Variables that an image's own entrypoint also takes from a file.
import type { Edit } from '../define-rule.ts';
import type { Stage } from '../model/model.ts';
import { rootBase } from '../model/root-image.ts';
import type { KeyValue } from '../parse/arguments.ts';
import { secretId } from './secret-mounts.ts';

/** Repository, the variables, and what their names get added. Source: the images' own documentation and entrypoint scripts. */
const known: readonly (readonly [RegExp, RegExp, string])[] = [
  [
    /^docker\.io\/(library\/postgres|postgis\/postgis|pgvector\/pgvector|timescale\/timescaledb)$/,
    /^POSTGRES_(PASSWORD|USER|DB|INITDB_ARGS)$/,
    '_FILE',
  ],
  [/^docker\.io\/library\/mysql$/, /^MYSQL_(ROOT_PASSWORD|PASSWORD|USER|DATABASE)$/, '_FILE'],
  [/^docker\.io\/library\/mariadb$/, /^(MARIADB|MYSQL)_(ROOT_PASSWORD|PASSWORD|USER|DATABASE)$/, '_FILE'],
  [/^docker\.io\/library\/mongo$/, /^MONGO_INITDB_ROOT_(PASSWORD|USERNAME)$/, '_FILE'],
  [
    /^docker\.io\/library\/wordpress$/,
    /^WORDPRESS_(DB_PASSWORD|(SECURE_AUTH|LOGGED_IN|AUTH|NONCE)_(KEY|SALT))$/,
    '_FILE',
  ],
  [
    /^docker\.io\/library\/nextcloud$/,
    /^(NEXTCLOUD_ADMIN_PASSWORD|MYSQL_PASSWORD|POSTGRES_PASSWORD|REDIS_HOST_PASSWORD|SMTP_PASSWORD)$/,
    '_FILE',
  ],
  [/^docker\.io\/library\/redmine$/, /^REDMINE_(DB_PASSWORD|SECRET_KEY_BASE)$/, '_FILE'],
  [/^docker\.io\/library\/influxdb$/, /^DOCKER_INFLUXDB_INIT_(PASSWORD|ADMIN_TOKEN)$/, '_FILE'],
  [/^docker\.io\/dpage\/pgadmin4$/, /^PGADMIN_DEFAULT_PASSWORD$/, '_FILE'],
  [/^docker\.io\/grafana\/grafana(-oss|-enterprise)?$/, /^GF_[A-Z0-9_]+$/, '__FILE'],
  [/^(docker\.io|quay\.io)\/minio\/minio$/, /^MINIO_ROOT_PASSWORD$/, '_FILE'],
];

/** The same variable by file, as edits; undefined where the image does not read it so, or its entrypoint is replaced. */
export function byFile(
  stage: Stage,
  pair: KeyValue,
): { name: string; path: string; edits: Edit[] } | undefined {
  const base = rootBase(stage);
  const by = stage.end.entrypoint?.by ?? 'image';
  if (base.kind !== 'image' || by !== 'image' || !pair.valueAt) return undefined;
  const image = `${base.reference.registry}/${base.reference.repository}`;
  const ending = known.find(([repository, name]) => repository.test(image) && name.test(pair.name))?.[2];
  if (ending === undefined || pair.rawName !== pair.name) return undefined;
  const path = `/run/secrets/${secretId(pair.name)}`;
  return {
    name: pair.name + ending,
    path,
    edits: [
      { start: pair.nameAt.end, end: pair.nameAt.end, text: ending },
      { start: pair.valueAt.start, end: pair.valueAt.end, text: path },
    ],
  };
}
