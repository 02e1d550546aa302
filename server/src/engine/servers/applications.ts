// Applications that come as an image and keep a database's password or an administrator's.
import { givesAway, stepsDownTo } from './needed.ts';
import type { KnownServer } from './server-facts.ts';
import { inRepository, onPage } from './sources.ts';

const wordpressKeys = ['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'].flatMap((name) => [
  `WORDPRESS_${name}_KEY`,
  `WORDPRESS_${name}_SALT`,
]);

export const applications: readonly KnownServer[] = [
  {
    name: 'WordPress',
    images: ['docker.io/library/wordpress'],
    kind: 'application',
    facts: {
      servicePorts: [],
      adminPorts: [],
      data: ['/var/www/html'],
      fileVariables: [
        {
          names: [
            'WORDPRESS_DB_HOST',
            'WORDPRESS_DB_NAME',
            'WORDPRESS_DB_USER',
            'WORDPRESS_DB_PASSWORD',
            'WORDPRESS_TABLE_PREFIX',
            ...wordpressKeys,
          ],
          suffix: '_FILE',
        },
      ],
      secretVariables: ['WORDPRESS_DB_PASSWORD', ...wordpressKeys],
    },
    sources: [
      inRepository('docker-library/wordpress', 'wp-config-docker.php', 'bf223d1c2', '2026-08-19'),
      inRepository(
        'docker-library/wordpress',
        'latest/php8.3/apache/Dockerfile',
        'bf223d1c2',
        '2026-08-19',
        'data',
      ),
    ],
  },
  {
    name: 'Ghost',
    images: ['docker.io/library/ghost'],
    kind: 'application',
    facts: {
      servicePorts: [],
      adminPorts: [],
      user: '1000:1000',
      capabilities: [givesAway('the content folder', 'node', 'foreign folder'), ...stepsDownTo('node')],
      startsAs: { how: 'steps down', account: 'node', program: 'gosu' },
      data: ['/var/lib/ghost/content'],
      fileVariables: [],
      secretVariables: ['database__connection__password', 'mail__options__auth__pass'],
    },
    sources: [
      inRepository('docker-library/ghost', 'docker-entrypoint.sh', '7edb45d', '2026-06-12'),
      inRepository('docker-library/ghost', '6/bookworm/Dockerfile', '7edb45d', '2026-06-12', 'data', 'user'),
    ],
  },
  {
    name: 'Nextcloud',
    images: ['docker.io/library/nextcloud'],
    kind: 'application',
    facts: {
      servicePorts: [],
      adminPorts: [],
      data: ['/var/www/html'],
      fileVariables: [
        {
          names: [
            'NEXTCLOUD_ADMIN_PASSWORD',
            'NEXTCLOUD_ADMIN_USER',
            'MYSQL_DATABASE',
            'MYSQL_PASSWORD',
            'MYSQL_USER',
            'POSTGRES_DB',
            'POSTGRES_PASSWORD',
            'POSTGRES_USER',
            'REDIS_HOST_PASSWORD',
            'SMTP_PASSWORD',
          ],
          suffix: '_FILE',
        },
      ],
      secretVariables: [
        'NEXTCLOUD_ADMIN_PASSWORD',
        'MYSQL_PASSWORD',
        'POSTGRES_PASSWORD',
        'REDIS_HOST_PASSWORD',
        'SMTP_PASSWORD',
      ],
    },
    sources: [
      inRepository('nextcloud/docker', '33/apache/entrypoint.sh', '4de1eed6', '2026-07-23'),
      inRepository('nextcloud/docker', '33/apache/Dockerfile', '4de1eed6', '2026-07-23', 'data'),
    ],
  },
  {
    name: 'Gitea',
    images: ['docker.io/gitea/gitea'],
    kind: 'application',
    facts: {
      servicePorts: [],
      adminPorts: [],
      data: ['/data'],
      fileVariables: [{ prefix: 'GITEA__', suffix: '__FILE' }],
      secretVariables: [
        'GITEA__database__PASSWD',
        'GITEA__security__SECRET_KEY',
        'GITEA__security__INTERNAL_TOKEN',
        'GITEA__mailer__PASSWD',
      ],
    },
    sources: [
      inRepository('go-gitea/gitea', 'docker/root/usr/bin/entrypoint', '2c52a89da0', undefined),
      onPage(
        'https://docs.gitea.com/installation/install-with-docker#managing-deployments-with-environment-variables',
        'fileVariables',
      ),
    ],
  },
  {
    name: 'Keycloak',
    images: ['quay.io/keycloak/keycloak'],
    kind: 'application',
    facts: {
      servicePorts: [],
      adminPorts: [9000],
      startsAs: { how: 'user', account: 'keycloak', uid: 1000 },
      user: '1000:0',
      capabilities: [],
      secretVariables: [
        'KC_BOOTSTRAP_ADMIN_PASSWORD',
        'KEYCLOAK_ADMIN_PASSWORD',
        'KC_DB_PASSWORD',
        'KC_HTTPS_KEY_STORE_PASSWORD',
      ],
    },
    sources: [
      inRepository('keycloak/keycloak', 'quarkus/container/Dockerfile', '0463815bc9', undefined),
      onPage('https://www.keycloak.org/server/management-interface', 'adminPorts'),
    ],
  },
  {
    name: 'SonarQube',
    images: ['docker.io/library/sonarqube'],
    kind: 'application',
    facts: {
      servicePorts: [],
      adminPorts: [],
      data: [
        '/opt/sonarqube/data',
        '/opt/sonarqube/extensions',
        '/opt/sonarqube/logs',
        '/opt/sonarqube/temp',
      ],
      fileVariables: [],
      secretVariables: ['SONAR_JDBC_PASSWORD', 'SONAR_WEB_SYSTEMPASSCODE', 'SONAR_AUTH_JWTBASE64HS256SECRET'],
    },
    variants: [
      {
        from: '10',
        facts: {
          startsAs: { how: 'user', account: 'sonarqube', uid: 1000 },
          user: '1000:0',
          capabilities: [],
        },
      },
    ],
    sources: [
      inRepository('SonarSource/docker-sonarqube', 'community-build/Dockerfile', 'df5a6ae', '2026-06-29'),
    ],
  },
  {
    name: 'Jenkins',
    images: ['docker.io/jenkins/jenkins'],
    kind: 'application',
    facts: {
      servicePorts: [],
      adminPorts: [50000],
      startsAs: { how: 'user', account: 'jenkins', uid: 1000 },
      user: '1000:1000',
      capabilities: [],
      data: ['/var/jenkins_home'],
      writes: [{ path: '/tmp', why: 'the unpacked web application', missedAt: 'start' }],
      fileVariables: [],
      secretVariables: [],
    },
    sources: [inRepository('jenkinsci/docker', 'debian/Dockerfile', 'ab3f5e0a', '2026-08-18')],
  },
  {
    name: 'Node-RED',
    images: ['docker.io/nodered/node-red'],
    kind: 'application',
    facts: { servicePorts: [], adminPorts: [1880] },
    sources: [onPage('https://nodered.org/docs/getting-started/docker')],
  },
];
