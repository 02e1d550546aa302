// What is told from names and options: files for trials, debuggers, stand-ins for secrets, names of secrets.
import { describe, expect, test } from 'vitest';
import { secretName } from '../../server/src/engine/compose-refactor/secrets/names.ts';
import { connectionPasswords } from '../../server/src/engine/service-facts/connection-passwords.ts';
import { debuggerIn, debuggerOption } from '../../server/src/engine/service-facts/debuggers.ts';
import { isPlaceholder } from '../../server/src/engine/service-facts/literal-secrets.ts';
import { isForTrial } from '../../server/src/engine/service-facts/purpose.ts';

describe('files for examples, tests and development', () => {
  test.each([
    'compose.dev.yaml',
    'docker-compose.test.yml',
    'docker-compose-ci.yml',
    'docker-compose.local.yaml',
    'compose.example.yaml',
    'examples/postgres/compose.yaml',
    'tests/compose.yaml',
    'msa/black-box-tests/docker-compose.yml',
    'example-compose-files/a/compose.yaml',
    '.devcontainer/docker-compose.yml',
    'docs/install/compose.yaml',
    'scripts/docker-quick-start/docker-compose.yml',
  ])('%s is one', (path) => expect(isForTrial(path)).toBe(true));

  test.each([
    'compose.yaml',
    'docker-compose.prod.yml',
    'deploy/docker-compose.yml',
    'docker-compose.devices.yml',
    'latest/compose.yaml',
    'contest/compose.yaml',
    'docker-compose.citus.yml',
    'services/localstack/compose.yaml',
    'inspector/compose.yaml',
  ])('%s is none', (path) => expect(isForTrial(path)).toBe(false));
});

describe('debuggers that other machines reach', () => {
  test.each([
    ['node --inspect=0.0.0.0:9229 server.js', 9229],
    ['nodemon --inspect-brk=[::]:9230 server.js', 9230],
    ['java -agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=*:5005 -jar app.jar', 5005],
    ['java -Xrunjdwp:transport=dt_socket,server=y,address=0.0.0.0:8000 -jar app.jar', 8000],
    ['/go/bin/dlv exec /app --headless --listen=:2345 --api-version=2', 2345],
    ['python -m debugpy --listen 0.0.0.0:5678 app.py', 5678],
    ['node --inspect server.js', undefined],
    ['node --inspect=127.0.0.1:9229 server.js', undefined],
    ['java -agentlib:jdwp=transport=dt_socket,server=y,address=5005 -jar app.jar', undefined],
    ['python -m debugpy --listen 5678 app.py', undefined],
    ['dlv exec /app --headless --listen=127.0.0.1:2345', undefined],
    ['server --listen=0.0.0.0:80', undefined],
    ['', undefined],
  ])('%s: %s', (command, port) => expect(debuggerIn(command.split(' '))?.port).toBe(port));
});

describe('debuggers by variables', () => {
  test.each([
    ['JAVA_TOOL_OPTIONS', '-Xmx1g -agentlib:jdwp=transport=dt_socket,server=y,address=*:5005', 5005],
    ['NODE_OPTIONS', '--max-old-space-size=512 --inspect=0.0.0.0:9229', 9229],
    ['NODE_OPTIONS', '--inspect=127.0.0.1:9229', undefined],
    ['NOTES', '--inspect=0.0.0.0:9229', undefined],
  ])('%s=%s: %s', (name, value, port) => expect(debuggerOption(name, value)?.port).toBe(port));
});

describe('passwords of connections', () => {
  test.each([
    ['jdbc:mysql://db/app?user=root&password=rootpw12', ['rootpw12']],
    ['"Server=sql;User Id=sa;Password=Kx92!vbnQwe;"', ['Kx92!vbnQwe']],
    ['Data Source=sql;Pwd=Kx92$$vbnQwe', ['Kx92$$vbnQwe']],
    ['Server=sql;Password=${SA_PASSWORD}', []],
    ['Server=sql;Password=<password>', []],
    ['min=8;password=required9', []],
    ['jdbc:postgresql://db/app?user=shop', []],
  ])('%s: %j', (text, expected) => {
    expect([...connectionPasswords(text)].map(({ start, end }) => text.slice(start, end))).toEqual(expected);
  });
});

describe('stand-ins for secrets', () => {
  test.each([
    ['DB_PASSWORD', 'change-me-in-production'],
    ['DB_PASSWORD', 'POSTGRES_PASSWORD'],
    ['DB_PASSWORD', '__DB_PASS__'],
    ['API_KEY', 'user_provided'],
    ['SECRET_KEY', 'your-very-secret-key'],
    ['SECRET_KEY', 'long-and-random-alphanumeric-string'],
    ['SECRET_KEY', 'django-insecure-secret'],
    ['DB_PASSWORD', 'arn:aws:secretsmanager:eu-west-1:1:secret:db'],
    ['DB_PASSWORD', 'op://vault/db/password'],
    ['JWT_STORAGE', 'localStorage'],
    ['CLIENT_AUTH', 'required'],
    ['KEYSTORE_KEY_CREDENTIALS', 'creds'],
    ['TURNSTILE_SECRET_KEY', '1x0000000000000000000000000000000AA'],
    ['AWS_ACCESS_KEY', 'shop'],
  ])('%s=%s is one', (name, value) => expect(isPlaceholder(value, name)).toBe(true));

  test.each([
    ['DB_PASSWORD', 'k9Xw27dTq'],
    ['DB_PASSWORD', 'hunter2'],
    ['DB_PASSWORD', 'correct horse battery staple 7'],
    ['AWS_SECRET_ACCESS_KEY', 'shop'],
    ['NEO4J_AUTH', 'neo4j/hunter2'],
    ['REDISCLI_AUTH', 'shop'],
    ['SECRET_KEY_BASE', 'hunter2'],
    ['JWT_SECRET', 'bea26a2221fd8090ea38720fc445eca6'],
    ['PASSWORD2', 'hunter2'],
  ])('%s=%s is none', (name, value) => expect(isPlaceholder(value, name)).toBe(false));
});

describe('names of secrets', () => {
  test.each([
    ['db', 'POSTGRES_PASSWORD', 'db_password'],
    ['db', 'MYSQL_ROOT_PASSWORD', 'db_root_password'],
    ['mongo', 'MONGO_INITDB_ROOT_PASSWORD', 'mongo_root_password'],
    ['Main-DB.1', 'REDIS_PASSWORD', 'main_db_1_password'],
    ['ü', 'TOKEN', 'service_token'],
    ['db', '¿', 'db_secret'],
  ])('%s and %s: %s', (service, variable, name) => expect(secretName(service, variable)).toBe(name));
});
