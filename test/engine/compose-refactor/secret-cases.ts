// Compose files before and after their secrets were moved to files.

type Files = Readonly<Record<string, string>>;

/** One file whose secrets move. */
export interface SecretCase {
  readonly what: string;
  readonly before: string;
  readonly after: string;
  /** Of the secrets; without the `.gitignore`, which is always the same. */
  readonly files: Files;
  /** The service; `db` when absent. */
  readonly service?: string;
  /** A part of each sentence that asks the user to look, but for the one on the history; in order. */
  readonly checks?: readonly string[];
  readonly around?: Files;
  readonly path?: string;
  /** The secret is still written somewhere, and a check says so. */
  readonly remains?: boolean;
  /** The file is readable for others than its owner. */
  readonly isOpen?: boolean;
}

/** The secret of every case. */
export const secret = 'k9Xw27dTq';

export const secretCases: readonly SecretCase[] = [
  {
    what: 'a map',
    before: `services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_USER: shop\n      POSTGRES_PASSWORD: ${secret}\n    volumes:\n      - data:/var/lib/postgresql/data\nvolumes:\n  data:\n`,
    after:
      'services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_USER: shop\n      POSTGRES_PASSWORD_FILE: /run/secrets/db_password\n    secrets:\n      - db_password\n    volumes:\n      - data:/var/lib/postgresql/data\nvolumes:\n  data:\nsecrets:\n  db_password:\n    file: ./secrets/db_password.txt\n',
    files: { 'secrets/db_password.txt': secret },
  },
  {
    what: 'a list, with quotes and comments',
    before: `services:\n  db:\n    image: postgres:17 # pinned\n    environment:\n      # the first account\n      - "POSTGRES_PASSWORD=${secret}" # initial\n      - 'TZ=UTC'\n`,
    after:
      'services:\n  db:\n    image: postgres:17 # pinned\n    environment:\n      # the first account\n      - "POSTGRES_PASSWORD_FILE=/run/secrets/db_password" # initial\n      - \'TZ=UTC\'\n    secrets:\n      - db_password\n\nsecrets:\n  db_password:\n    file: ./secrets/db_password.txt\n',
    files: { 'secrets/db_password.txt': secret },
  },
  {
    what: 'two secrets of one service',
    before: `services:\n  db:\n    image: mysql:8.4\n    environment:\n      MYSQL_ROOT_PASSWORD: ${secret}\n      MYSQL_PASSWORD: other-${secret}\n`,
    after:
      'services:\n  db:\n    image: mysql:8.4\n    environment:\n      MYSQL_ROOT_PASSWORD_FILE: /run/secrets/db_root_password\n      MYSQL_PASSWORD_FILE: /run/secrets/db_password\n    secrets:\n      - db_root_password\n      - db_password\n\nsecrets:\n  db_root_password:\n    file: ./secrets/db_root_password.txt\n  db_password:\n    file: ./secrets/db_password.txt\n',
    files: { 'secrets/db_root_password.txt': secret, 'secrets/db_password.txt': `other-${secret}` },
  },
  {
    what: 'one secret in two variables',
    before: `services:\n  db:\n    image: mysql:8.4\n    environment:\n      MYSQL_ROOT_PASSWORD: ${secret}\n      MYSQL_PASSWORD: ${secret}\n`,
    after:
      'services:\n  db:\n    image: mysql:8.4\n    environment:\n      MYSQL_ROOT_PASSWORD_FILE: /run/secrets/db_root_password\n      MYSQL_PASSWORD_FILE: /run/secrets/db_root_password\n    secrets:\n      - db_root_password\n\nsecrets:\n  db_root_password:\n    file: ./secrets/db_root_password.txt\n',
    files: { 'secrets/db_root_password.txt': secret },
  },
  {
    what: 'two services that share it',
    before: `services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: ${secret}\n  copy:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: ${secret}\n`,
    after:
      'services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD_FILE: /run/secrets/db_password\n    secrets:\n      - db_password\n  copy:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD_FILE: /run/secrets/db_password\n    secrets:\n      - db_password\n\nsecrets:\n  db_password:\n    file: ./secrets/db_password.txt\n',
    files: { 'secrets/db_password.txt': secret },
  },
  {
    what: 'two services with the same first guess, which stay apart',
    before:
      'services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: postgres\n  copy:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: postgres\n',
    after:
      'services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD_FILE: /run/secrets/db_password\n    secrets:\n      - db_password\n  copy:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: postgres\n\nsecrets:\n  db_password:\n    file: ./secrets/db_password.txt\n',
    files: { 'secrets/db_password.txt': 'postgres' },
    checks: ['`POSTGRES_PASSWORD` of `copy` still holds'],
    remains: true,
  },
  {
    what: 'an application with the same secret in a URL',
    before: `services:\n  app:\n    image: corp/shop:1.2\n    environment:\n      DATABASE_URL: postgres://shop:${secret}@db/shop\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: ${secret}\n`,
    after: `services:\n  app:\n    image: corp/shop:1.2\n    environment:\n      DATABASE_URL: postgres://shop:${secret}@db/shop\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD_FILE: /run/secrets/db_password\n    secrets:\n      - db_password\n\nsecrets:\n  db_password:\n    file: ./secrets/db_password.txt\n`,
    files: { 'secrets/db_password.txt': secret },
    checks: ['`DATABASE_URL` of `app` still holds'],
    remains: true,
  },
  {
    what: 'a health check that reads the variable',
    before: `services:\n  db:\n    image: mysql:8.4\n    environment:\n      MYSQL_ROOT_PASSWORD: ${secret}\n    healthcheck:\n      test: mysqladmin ping -p$$MYSQL_ROOT_PASSWORD\n`,
    after:
      'services:\n  db:\n    image: mysql:8.4\n    environment:\n      MYSQL_ROOT_PASSWORD_FILE: /run/secrets/db_root_password\n    secrets:\n      - db_root_password\n    healthcheck:\n      test: mysqladmin ping -p$$MYSQL_ROOT_PASSWORD\n\nsecrets:\n  db_root_password:\n    file: ./secrets/db_root_password.txt\n',
    files: { 'secrets/db_root_password.txt': secret },
    checks: ['`healthcheck` of `db` reads `$MYSQL_ROOT_PASSWORD`'],
  },
  {
    what: 'secrets that are there already',
    before: `services:\n  db:\n    image: postgres:17\n    secrets:\n      - tls\n    environment:\n      POSTGRES_PASSWORD: ${secret}\n\nsecrets:\n  tls:\n    file: ./tls.key\n`,
    after:
      'services:\n  db:\n    image: postgres:17\n    secrets:\n      - tls\n      - db_password\n    environment:\n      POSTGRES_PASSWORD_FILE: /run/secrets/db_password\n\nsecrets:\n  tls:\n    file: ./tls.key\n  db_password:\n    file: ./secrets/db_password.txt\n',
    files: { 'secrets/db_password.txt': secret },
  },
  {
    what: 'a name that is taken',
    before: `services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: ${secret}\nsecrets:\n  db_password:\n    external: true\n`,
    after:
      'services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD_FILE: /run/secrets/db_password_2\n    secrets:\n      - db_password_2\nsecrets:\n  db_password:\n    external: true\n  db_password_2:\n    file: ./secrets/db_password_2.txt\n',
    files: { 'secrets/db_password_2.txt': secret },
  },
  {
    what: 'braces',
    before: `services:\n  db: {image: postgres:17, environment: {POSTGRES_PASSWORD: ${secret}}}\n`,
    after:
      'services:\n  db: {image: postgres:17, environment: {POSTGRES_PASSWORD_FILE: /run/secrets/db_password}, secrets: [db_password]}\n\nsecrets:\n  db_password:\n    file: ./secrets/db_password.txt\n',
    files: { 'secrets/db_password.txt': secret },
  },
  {
    what: 'a list in brackets',
    before: `services:\n  db:\n    image: postgres:17\n    environment: ["POSTGRES_PASSWORD=${secret}", "TZ=UTC"]\n`,
    after:
      'services:\n  db:\n    image: postgres:17\n    environment: ["POSTGRES_PASSWORD_FILE=/run/secrets/db_password", "TZ=UTC"]\n    secrets:\n      - db_password\n\nsecrets:\n  db_password:\n    file: ./secrets/db_password.txt\n',
    files: { 'secrets/db_password.txt': secret },
  },
  {
    what: 'dollars that are doubled for Compose',
    before:
      "services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: 'k9Xw27dTq#$$'\n",
    after:
      "services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD_FILE: '/run/secrets/db_password'\n    secrets:\n      - db_password\n\nsecrets:\n  db_password:\n    file: ./secrets/db_password.txt\n",
    files: { 'secrets/db_password.txt': 'k9Xw27dTq#$' },
  },
  {
    what: 'an anchor that nobody uses',
    before: `services:\n  db:\n    image: postgres:17\n    environment: &env\n      POSTGRES_PASSWORD: &pw ${secret}\n`,
    after:
      'services:\n  db:\n    image: postgres:17\n    environment: &env\n      POSTGRES_PASSWORD_FILE: &pw /run/secrets/db_password\n    secrets:\n      - db_password\n\nsecrets:\n  db_password:\n    file: ./secrets/db_password.txt\n',
    files: { 'secrets/db_password.txt': secret },
  },
  {
    what: 'a merge key beside it',
    before: `x-env: &common\n  TZ: UTC\nservices:\n  db:\n    image: postgres:17\n    environment:\n      <<: *common\n      POSTGRES_PASSWORD: ${secret}\n`,
    after:
      'x-env: &common\n  TZ: UTC\nservices:\n  db:\n    image: postgres:17\n    environment:\n      <<: *common\n      POSTGRES_PASSWORD_FILE: /run/secrets/db_password\n    secrets:\n      - db_password\nsecrets:\n  db_password:\n    file: ./secrets/db_password.txt\n',
    files: { 'secrets/db_password.txt': secret },
  },
  {
    what: 'a program that reads it as another account',
    before: `services:\n  db:\n    image: mongo:8\n    environment:\n      MONGO_INITDB_ROOT_USERNAME: shop\n      MONGO_INITDB_ROOT_PASSWORD: ${secret}\n`,
    after:
      'services:\n  db:\n    image: mongo:8\n    environment:\n      MONGO_INITDB_ROOT_USERNAME: shop\n      MONGO_INITDB_ROOT_PASSWORD_FILE: /run/secrets/db_root_password\n    secrets:\n      - db_root_password\n\nsecrets:\n  db_root_password:\n    file: ./secrets/db_root_password.txt\n',
    files: { 'secrets/db_root_password.txt': secret },
    checks: ['`secrets/db_root_password.txt` is made readable'],
    isOpen: true,
  },
  {
    what: 'a user of its own',
    before: `services:\n  db:\n    image: postgres:17\n    user: "999:999"\n    environment:\n      POSTGRES_PASSWORD: ${secret}\n`,
    after:
      'services:\n  db:\n    image: postgres:17\n    user: "999:999"\n    environment:\n      POSTGRES_PASSWORD_FILE: /run/secrets/db_password\n    secrets:\n      - db_password\n\nsecrets:\n  db_password:\n    file: ./secrets/db_password.txt\n',
    files: { 'secrets/db_password.txt': secret },
    checks: ['`secrets/db_password.txt` is made readable'],
    isOpen: true,
  },
  {
    what: 'a root without the right to read the files of others',
    before: `services:\n  db:\n    image: postgres:17\n    cap_drop: [ALL]\n    cap_add: [SETUID, SETGID]\n    environment:\n      POSTGRES_PASSWORD: ${secret}\n`,
    after:
      'services:\n  db:\n    image: postgres:17\n    cap_drop: [ALL]\n    cap_add: [SETUID, SETGID]\n    environment:\n      POSTGRES_PASSWORD_FILE: /run/secrets/db_password\n    secrets:\n      - db_password\n\nsecrets:\n  db_password:\n    file: ./secrets/db_password.txt\n',
    files: { 'secrets/db_password.txt': secret },
    checks: ['`secrets/db_password.txt` is made readable'],
    isOpen: true,
  },
  {
    what: 'an image that is built on a known one, from the folder of the files',
    before: `services:\n  db:\n    build: .\n    environment:\n      POSTGRES_PASSWORD: ${secret}\n`,
    after:
      'services:\n  db:\n    build: .\n    environment:\n      POSTGRES_PASSWORD_FILE: /run/secrets/db_password\n    secrets:\n      - db_password\n\nsecrets:\n  db_password:\n    file: ./secrets/db_password.txt\n',
    files: { 'secrets/db_password.txt': secret },
    around: { Dockerfile: 'FROM postgres:17\nCOPY init.sql /docker-entrypoint-initdb.d/\n' },
    checks: ['`db` is built from the folder'],
  },
  {
    what: 'an image whose start script shows that it reads files',
    before: `services:\n  app:\n    build: app\n    environment:\n      API_TOKEN: ${secret}\n`,
    after:
      'services:\n  app:\n    build: app\n    environment:\n      API_TOKEN_FILE: /run/secrets/app_api_token\n    secrets:\n      - app_api_token\n\nsecrets:\n  app_api_token:\n    file: ./secrets/app_api_token.txt\n',
    service: 'app',
    files: { 'secrets/app_api_token.txt': secret },
    around: {
      'app/Dockerfile': 'FROM debian:12\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\n',
      'app/start.sh':
        '#!/bin/sh\n[ -n "$API_TOKEN_FILE" ] && export API_TOKEN="$(cat "$API_TOKEN_FILE")"\nexec /app\n',
    },
    checks: ['`secrets/app_api_token.txt` is made readable'],
    isOpen: true,
  },
  {
    what: 'a file in another folder',
    before: `services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: ${secret}\n`,
    after:
      'services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD_FILE: /run/secrets/db_password\n    secrets:\n      - db_password\n\nsecrets:\n  db_password:\n    file: ./secrets/db_password.txt\n',
    files: { 'secrets/db_password.txt': secret },
    path: 'deploy/compose.yaml',
  },
  {
    what: 'a service with a name of signs',
    before: `services:\n  main-db.1:\n    image: mariadb:11\n    environment:\n      MARIADB_ROOT_PASSWORD: ${secret}\n`,
    after:
      'services:\n  main-db.1:\n    image: mariadb:11\n    environment:\n      MARIADB_ROOT_PASSWORD_FILE: /run/secrets/main_db_1_root_password\n    secrets:\n      - main_db_1_root_password\n\nsecrets:\n  main_db_1_root_password:\n    file: ./secrets/main_db_1_root_password.txt\n',
    service: 'main-db.1',
    files: { 'secrets/main_db_1_root_password.txt': secret },
  },
  {
    what: 'a server started with options',
    before: `services:\n  db:\n    image: postgres:17\n    command: postgres -c log_statement=all\n    environment:\n      POSTGRES_PASSWORD: ${secret}\n`,
    after:
      'services:\n  db:\n    image: postgres:17\n    command: postgres -c log_statement=all\n    environment:\n      POSTGRES_PASSWORD_FILE: /run/secrets/db_password\n    secrets:\n      - db_password\n\nsecrets:\n  db_password:\n    file: ./secrets/db_password.txt\n',
    files: { 'secrets/db_password.txt': secret },
  },
  {
    what: 'a secret that stays beside one that moves',
    before: `services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: ${secret}\n      BACKUP_TOKEN: other-${secret}\n`,
    after: `services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD_FILE: /run/secrets/db_password\n      BACKUP_TOKEN: other-${secret}\n    secrets:\n      - db_password\n\nsecrets:\n  db_password:\n    file: ./secrets/db_password.txt\n`,
    files: { 'secrets/db_password.txt': secret },
    checks: ['`BACKUP_TOKEN` of `db` still holds', 'reads `BACKUP_TOKEN` from a file is not known'],
    remains: true,
  },
];
