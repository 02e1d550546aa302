// Names of secrets and of their files.
import type { ComposeProject } from '../../compose/project.ts';

/** First words of variables that name the product and not what is secret. */
const product =
  /^(postgres|postgresql|mysql|mariadb|mongo_initdb|mongo|wordpress_db|wordpress|nextcloud|pgadmin_default|pgadmin|docker_influxdb_init|influxdb|minio|rabbitmq_default|rabbitmq|redis|redmine|gf_security|gf)_(?=\w)/;

/** `db_password` for \`POSTGRES_PASSWORD\` of the service `db`. Letters, digits and `_`. */
export function secretName(service: string, variable: string): string {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '');
  const what = plain(variable).replace(product, '') || 'secret';
  const who = plain(service).slice(0, 40) || 'service';
  return `${who}_${what}`.slice(0, 100);
}

/** The name, with a number where the project has a secret of that name already. */
export function freeName(wanted: string, project: ComposeProject, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wanted : `${wanted}_${count}`;
    if (!project.secrets.has(name) && !taken.has(name)) return name;
  }
}
